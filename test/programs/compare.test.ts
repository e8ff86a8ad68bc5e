import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lock, lockText, sha256 } from '../../lib';
import { PROJECT, projectCopy, run } from '../cli/run';
import { repository } from './repository';

interface Json {
  readonly from: string;
  readonly to: string;
  readonly departed: { readonly environment: string; readonly files: string[] }[];
  readonly kept: { readonly component: string; readonly environment: string; readonly differences: { readonly field: string }[] }[];
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

    const { declared, obstacles, quotas, ...rest } = JSON.parse(stdout) as Json;
    expect({ status, ...rest }).toEqual({ status: 0, from: 'local', to: 'dev', departed: [], undeclared: [], kept: [] });
    expect(declared.every(({ count, differences, reason }) => count === differences.length && reason !== '')).toBe(true);
    expect(declared.flatMap(({ differences }) => differences)).toContainEqual({
      object: 'gateway.networking.k8s.io/HTTPRoute/kfm-api/kfm-api',
      spoken: 'HTTPRoute kfm-api/kfm-api',
      component: 'kfm-api',
      field: 'spec.hostnames[0]',
      before: 'api.local.kfm.example.org',
      after: 'api.dev.kfm.example.org',
    });
    expect(obstacles.map(({ kind }) => kind).filter((kind) => kind !== 'version')).toEqual(['secret', 'host']);
    expect(quotas.every(({ ofFirst, ofSecond }) => ofFirst <= 1 && ofSecond <= 1)).toBe(true);
  });

  test('fails when something differs that nobody declared', () => {
    const { project, remove } = projectCopy('local', 'dev');
    try {
      const path = join(project, 'envs/dev/index.ts');
      const metadata = "{ name: 'by-hand', namespace: 'kfm-api', labels: api.labels }";
      const line = `new KubeObject(api.runtime, 'ByHand', { apiVersion: 'v1', kind: 'ConfigMap', metadata: ${metadata}, data: {} });`;
      const source = readFileSync(path, 'utf8').replace('    new PipelineRunner(', `    ${line}\n    new PipelineRunner(`);
      writeFileSync(path, `import { KubeObject } from '../../lib';\n${source}`);
      run(['synth'], { project });

      const { status, stdout } = run(['compare', 'local', 'dev'], { project });

      expect(stdout).toMatch(/^1 difference between local and dev that nobody declared\n {2}ConfigMap kfm-api\/by-hand: only in dev\n/);
      expect(status).toBe(1);
    } finally {
      remove();
    }
  });

  describe('of a locked environment', () => {
    let copy: ReturnType<typeof repository>;
    beforeAll(() => {
      copy = repository('dev', 'stage', 'prod');
    });
    afterEach(() => copy.reset());
    afterAll(() => copy.remove());

    const DEPLOYMENT = 'workloads/kfm-api/deployment.apps_kfm-api.yaml';
    const LOCK = 'envs/prod/lock/kfm-api.json';
    const tamper = (...edits: [string, string][]): void => {
      for (const [from, to] of edits) copy.replace(`dist/prod/${DEPLOYMENT}`, from, to);
    };
    const tamperLock = (): void => {
      const lock: Lock = JSON.parse(copy.read(LOCK));
      copy.write(LOCK, lockText({ ...lock, files: { ...lock.files, [DEPLOYMENT]: sha256(copy.read(`dist/prod/${DEPLOYMENT}`)) } }));
    };

    test('tells what it keeps until it is promoted from what nobody declared', () => {
      copy.replace('lib/workload/deployment.ts', 'revisionHistoryLimit: 5', 'revisionHistoryLimit: 6');
      copy.run('synth');

      const { status, stdout } = copy.run('compare', 'dev', 'stage', '--json');

      const { departed, undeclared, kept, obstacles } = JSON.parse(stdout) as Json;
      const components = ['indexer', 'kfm-api', 'kfm-ui', 'pipeline-runner', 'tiles'];
      expect({ status, departed, undeclared }).toEqual({ status: 1, departed: [], undeclared: [] });
      expect(kept.map(({ component, environment }) => [component, environment])).toEqual(components.map((name) => [name, 'stage']));
      expect(kept.map(({ differences }) => differences.map(({ field }) => field))).toEqual(
        components.map(() => ['spec.revisionHistoryLimit']),
      );
      expect(obstacles.filter(({ kind }) => kind === 'version').map(({ where }) => where)).toEqual(components);
      expect(copy.run('compare', 'stage', 'prod').status).toBe(0);
    });

    test('shows bytes that were changed along with their lock, riskiest first', () => {
      tamper(
        ['revisionHistoryLimit: 5', 'revisionHistoryLimit: 6'],
        ['maxUnavailable: 0', 'maxUnavailable: 1'],
        ['path: /healthz', 'path: /'],
      );
      tamper(['timeoutSeconds: 2', 'timeoutSeconds: 3'], ['seconds: 5', 'seconds: 6'], ['privileged: false', 'privileged: true']);
      tamperLock();

      const { status, stdout } = copy.run('compare', 'stage', 'prod');

      expect(stdout.split('\n\n').slice(0, 2).join('\n\n')).toMatchInlineSnapshot(`
"stage and prod differ in nothing undeclared

1 component with bytes that no class renders and no declaration explains
  kfm-api keeps 6 differences in prod, the riskiest first
    Deployment kfm-api/kfm-api spec.template.spec.containers[name=kfm-api].securityContext.privileged: true in prod, false as its class renders
    Deployment kfm-api/kfm-api spec.revisionHistoryLimit: 6 in prod, 5 as its class renders
    Deployment kfm-api/kfm-api spec.strategy.rollingUpdate.maxUnavailable: 1 in prod, 0 as its class renders
    Deployment kfm-api/kfm-api spec.template.spec.containers[name=kfm-api].lifecycle.preStop.sleep.seconds: 6 in prod, 5 as its class renders
    Deployment kfm-api/kfm-api spec.template.spec.containers[name=kfm-api].livenessProbe.httpGet.path: "/" in prod, "/healthz" as its class renders
    and 1 more; --all lists them
  They should be of the last promotion; npm run validate -- --base REF tells whether a promotion made them."
`);
      expect(status).toBe(1);
      expect(copy.run('compare', 'stage', 'prod', '--all').stdout).toContain(
        '    Deployment kfm-api/kfm-api spec.revisionHistoryLimit: 6 in prod, 5 ',
      );
      expect(copy.run('compare', 'dev', 'stage').status).toBe(0);
    });

    test('is not content with an image that no release of its is', () => {
      tamper(['kfm/kfm-api:', 'kfm/other:']);
      tamperLock();

      expect(copy.run('compare', 'stage', 'prod').status).toBe(1);
    });

    test('says first that dist is not what would be published', () => {
      tamper(['privileged: false', 'privileged: true']);

      const { status, stdout } = copy.run('compare', 'stage', 'prod');

      expect(stdout).toMatch(/^dist\/prod is not what synth would publish: 1 file; npm run validate names it\n\nstage and prod differ in /);
      expect(status).toBe(1);
    });

    test('says so as well where a lock is lost, so that nothing tells what dist shall hold', () => {
      rmSync(join(copy.root, LOCK));

      const { status, stdout } = copy.run('compare', 'stage', 'prod');

      expect(stdout).toMatch(/^dist\/prod is not what synth would publish: 1 file; npm run validate names it\n/);
      expect(status).toBe(1);
    });
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
