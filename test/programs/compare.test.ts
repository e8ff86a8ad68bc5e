import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, projectCopy, run } from '../cli/run';

interface Json {
  readonly from: string;
  readonly to: string;
  readonly undeclared: { readonly object: string; readonly field: string; readonly before?: unknown; readonly after?: unknown }[];
  readonly declared: { readonly reason: string; readonly count: number; readonly differences: object[] }[];
  readonly obstacles: { readonly kind: string; readonly where: string; readonly summary: string }[];
  readonly quotas: { readonly namespace: string; readonly resource: string; readonly ofFirst: number; readonly ofSecond: number }[];
}

describe('compare', () => {
  test('says what nobody declared first, folds what is declared by its reason, and takes aliases', () => {
    const { status, stdout } = run(['compare', 'staging', 'production']);

    expect(stdout).toMatch(/^stage and prod differ in nothing undeclared\n\n\d+ declared differences for \d+ reasons; --all lists them\n/);
    expect(stdout).toContain('1  envs/prod/index.ts: tiles replicas 2 → 3\n');
    expect(stdout).toContain('\n\nWhat stage allows and prod refuses, likeliest cause first\n');
    expect(stdout).toContain('prod applies on request: what was merged runs only once somebody synced it\n');
    expect(stdout).toMatch(/quota fit {3}in the quotas of prod, what stage runs takes \d+ % at most .*\n$/);
    expect(status).toBe(0);
  });

  test('lists declared differences one by one if asked to', () => {
    const { stdout } = run(['compare', 'stage', 'prod', '--all']);

    expect(stdout).toContain(
      '  envs/prod/index.ts: tiles replicas 2 → 3\n          Deployment kfm-web/tiles spec.replicas: 2 in stage, 3 in prod\n',
    );
    expect(stdout).not.toContain('--all lists them');
  });

  test('tells machines everything', () => {
    const { status, stdout } = run(['compare', 'local', 'dev', '--json']);

    const { from, to, undeclared, declared, obstacles, quotas } = JSON.parse(stdout) as Json;
    expect({ status, from, to, undeclared }).toEqual({ status: 0, from: 'local', to: 'dev', undeclared: [] });
    expect(declared.every(({ count, differences, reason }) => count === differences.length && reason !== '')).toBe(true);
    expect(declared.flatMap(({ differences }) => differences)).toContainEqual({
      object: 'gateway.networking.k8s.io/HTTPRoute/kfm-api/kfm-api',
      spoken: 'HTTPRoute kfm-api/kfm-api',
      component: 'kfm-api',
      field: 'spec.hostnames[0]',
      before: 'api.local.kfm.example.org',
      after: 'api.dev.kfm.example.org',
    });
    expect(obstacles.map(({ kind }) => kind)).toEqual(['secret', 'host']);
    expect(quotas.every(({ ofFirst, ofSecond }) => ofFirst <= 1 && ofSecond <= 1)).toBe(true);
  });

  test('fails when something differs that nobody declared', () => {
    const { project, remove } = projectCopy('local', 'dev');
    try {
      const path = join(project, 'envs/dev/index.ts');
      const metadata = "{ name: 'by-hand', namespace: 'kfm-api' }";
      const line = `new KubeObject(api.runtime, 'ByHand', { apiVersion: 'v1', kind: 'ConfigMap', metadata: ${metadata}, data: {} });`;
      const source = readFileSync(path, 'utf8').replace('    new PipelineRunner(', `    ${line}\n    new PipelineRunner(`);
      writeFileSync(path, `import { KubeObject } from '../../lib';\n${source}`);

      const { status, stdout } = run(['compare', 'local', 'dev'], { project });

      expect(stdout).toMatch(/^1 difference between local and dev that nobody declared\n {2}ConfigMap kfm-api\/by-hand: only in dev\n/);
      expect(status).toBe(1);
    } finally {
      remove();
    }
  });

  test('tells what is kept until it is promoted from what nobody declared', () => {
    const { project, remove } = projectCopy();
    try {
      const path = join(project, 'lib/workload/deployment.ts');
      writeFileSync(path, readFileSync(path, 'utf8').replace('revisionHistoryLimit: 5', 'revisionHistoryLimit: 6'));

      const { status, stdout } = run(['compare', 'dev', 'stage', '--json'], { project });

      const { undeclared, declared, obstacles } = JSON.parse(stdout) as Json;
      expect({ status, undeclared }).toEqual({ status: 0, undeclared: [] });
      expect(declared).toContainEqual(expect.objectContaining({ reason: 'promotion: stage keeps what was promoted last', count: 5 }));
      expect(obstacles.filter(({ kind }) => kind === 'version').map(({ where }) => where)).toEqual([
        'indexer',
        'kfm-api',
        'kfm-ui',
        'pipeline-runner',
        'tiles',
      ]);
    } finally {
      remove();
    }
  });

  test.each([
    [['dev', 'dev'], 'compare: got dev twice; expected two environments, e.g. compare dev stage'],
    [['stage', 'staging'], 'compare: got stage and staging, which are one environment; expected two environments, e.g. compare dev stage'],
    [['dev', 'stag'], 'there is no environment "stag"; did you mean "stage"?'],
    [['dev'], "missing required argument 'second'"],
  ])('refuses %s', (args, message) => {
    const { status, stdout, stderr } = run(['compare', ...args]);

    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('has an npm script', () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

    expect(scripts.compare).toBe('node cli/launcher.js compare');
  });
});
