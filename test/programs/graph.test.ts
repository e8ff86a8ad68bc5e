import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectCopy, run } from '../cli/run';

interface Json {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly {
    readonly kind: string;
    readonly from: string;
    readonly to: string;
    readonly credentials?: readonly string[];
  }[];
  readonly findings: readonly unknown[];
  readonly needs?: readonly string[];
  readonly neededBy?: readonly string[];
}

const STORES = ['audit', 'graph', 'objects', 'postgres', 'redis', 'search'];

describe.each(['local', 'dev', 'stage', 'prod'])('graph of %s', (environment) => {
  test('has no findings, and the shape of the platform: everything to the governed API, and it alone to the stores', () => {
    const { status, stdout, stderr } = run(['graph', environment, '--json']);

    const { edges, findings } = JSON.parse(stdout) as Json;
    expect({ status, findings }).toEqual({ status: 0, findings: [] });
    expect(stderr).toMatch(new RegExp(`^0 findings in ${environment}: \\d+ nodes, \\d+ edges\n$`));
    const uses = edges.filter(({ kind }) => kind === 'uses');
    expect(uses.map(({ from, to }) => `${from} ${to}`)).toEqual(STORES.map((store) => `component/kfm-api store/${store}`));
    expect(uses.every(({ credentials = [] }) => credentials.length > 0)).toBe(true);
    const calls = edges.filter(({ kind, to }) => kind === 'calls' && to.startsWith('component/'));
    expect(new Set(calls.map(({ to }) => to))).toEqual(new Set(['component/kfm-api']));
    expect(calls.map(({ from }) => from)).toEqual(
      expect.arrayContaining(['indexer', 'kfm-ui', 'pipeline-runner', 'tiles'].map((name) => `component/${name}`)),
    );
  });
});

describe('graph', () => {
  test('tells what breaks if Postgres is down', () => {
    const { status, stdout } = run(['graph', 'staging', '--of', 'postgres']);

    expect(stdout).toMatch(/^what may fail with postgres: indexer, kfm-api, kfm-ui, pipeline-runner, .*tiles$/m);
    expect(stdout).toContain('    uses        postgres (kfm-api-credentials/postgres-password)\n');
    expect(stdout).not.toContain('redis');
    expect(status).toBe(0);
  });

  test('draws the same picture twice, with a title and nothing that runs or is fetched', () => {
    const [first, second] = [0, 1].map(() => run(['graph', 'dev', '--svg']));

    expect(first?.status).toBe(0);
    expect(first?.stdout).toBe(second?.stdout);
    expect(first?.stdout).toMatch(/^<svg role="img" aria-labelledby="title description"/);
    expect(first?.stdout).toContain('What depends on what in dev');
    expect(first?.stdout).not.toMatch(/<script|href=|url\(/);
  });

  test('is written for Mermaid', () => {
    const { status, stdout } = run(['graph', 'dev', '--mermaid']);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^flowchart LR\n/);
    expect(stdout).toContain('n_component_kfm_api ==>|"uses"| n_store_postgres');
  });

  test.each([
    [
      ['graph', 'stage', '--of', 'postgers'],
      'error: --of postgers: stage has no team, component, store, add-on, namespace, host or provider of that name; did you mean postgres?\n',
    ],
    [['graph', 'nowhere'], 'error: there is no environment "nowhere"; there are local, dev, stage, prod\n'],
    [['graph', 'dev', '--json', '--svg'], "error: option '--json' cannot be used with option '--svg'\n"],
  ])('%j could not', (args, message) => {
    const { status, stdout, stderr } = run(args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(message);
  });

  test('finds a circle and a name of nothing, says where, and exits with 1', () => {
    const { project, remove } = projectCopy('dev');
    try {
      const frontend = join(project, 'lib/app/frontend.ts');
      writeFileSync(
        frontend,
        readFileSync(frontend, 'utf8').replace('{ KFM_API_URL: api.url }', "{ KFM_API_URL: api.url, GONE_URL: 'http://gone.kfm-web.svc' }"),
      );
      const api = join(project, 'lib/app/kfm-api.ts');
      writeFileSync(
        api,
        readFileSync(api, 'utf8').replace('...audit.variables,', "...audit.variables,\n    TILES_URL: 'http://tiles.kfm-web.svc',"),
      );

      const { status, stdout, stderr } = run(['graph', 'dev'], { project, cwd: project });

      expect(stdout).toContain('\nfinding depend on each other: kfm-api → tiles → kfm-api\n');
      expect(stdout).toMatch(
        /\nfinding dist\/dev\/workloads\/tiles\/deployment\.apps_tiles\.yaml spec\.template\.spec\.containers\[0\]\.env\[\d\]\.value: tiles names the Service gone, which namespace kfm-web does not have\n/,
      );
      expect(stderr).toMatch(/^3 findings in dev/);
      expect(status).toBe(1);
    } finally {
      remove();
    }
  });
});
