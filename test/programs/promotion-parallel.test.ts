import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { digest, type Repository, repository, SOURCE } from './repository';

/**
 * Dev has new releases of kfm-api and kfm-ui, whose lines are neighbours, and a base that adds the last file of the one and
 * the first of the other: their promotions to stage meet in every derived file.
 */
let copy: Repository;
let dev: string;

const IMPORT = "import { KubeObject } from '../construct/kube-object';\n";

beforeAll(() => {
  copy = repository('dev', 'stage');
  copy.replace('lib/app/kfm-api.ts', /^/, IMPORT);
  copy.replace(
    'lib/app/kfm-api.ts',
    '    for (const store of',
    `    new KubeObject(this.runtime, 'Zone', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'kfm-api-zone', namespace: this.namespace, labels: this.labels },
      spec: {
        parentRefs: [{ name: 'edge', namespace: 'edge', sectionName: 'hosts' }],
        hostnames: [\`zone.\${props.host}\`],
        rules: [{ backendRefs: [{ name: 'kfm-api', port: 80 }] }],
      },
    });
    for (const store of`,
  );
  copy.replace('lib/app/kfm-ui.ts', /^/, IMPORT);
  copy.replace(
    'lib/app/kfm-ui.ts',
    /super\(.*\);/,
    `$&
    new KubeObject(this.runtime, 'Early', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'early',
        namespace: this.namespace,
        labels: this.labels,
        annotations: { 'argocd.argoproj.io/sync-wave': '-1' },
      },
      automountServiceAccountToken: false,
    });`,
  );
  arrive('kfm-api', '99.4.0', 'a');
  arrive('kfm-ui', '99.0.0', 'b');
  dev = copy.git('rev-parse', 'HEAD').trim();
});
afterAll(() => copy.remove());

function arrive(component: string, version: string, character: string): void {
  const of = ['--version', version, '--digest', digest(character), '--source', SOURCE];
  expect(copy.run('promote', component, '--to', 'dev', ...of)).toMatchObject({ status: 0 });
  copy.commit(`Promote ${component} ${version} to dev`);
}

function toStage(component: string): string {
  expect(copy.run('promote', component, '--to', 'stage')).toMatchObject({ status: 0 });
  return copy.commit(`Promote ${component} to stage`);
}

/** Files with conflicts. */
function conflicts(): string[] {
  return copy
    .git('diff', '--name-only', '--diff-filter=U')
    .split('\n')
    .filter((path) => path !== '');
}

test('two promotions merge without a conflict but in derived files, which synth makes anew even if dist is gone', () => {
  copy.git('checkout', '--quiet', '-b', 'api', dev);
  const api = toStage('kfm-api');
  copy.git('checkout', '--quiet', '-b', 'ui', dev);
  const ui = toStage('kfm-ui');

  expect(copy.tryGit('merge', '--quiet', 'api').status).toBe(1);
  const inConflict = conflicts();
  expect(inConflict).toEqual(expect.arrayContaining(['dist/stage/kustomization.yaml']));
  expect(inConflict.filter((path) => !/^dist\/stage\/(?:README\.md|index\.json|kustomization\.yaml)$/.test(path))).toEqual([]);
  rmSync(join(copy.root, 'dist'), { recursive: true });

  expect(copy.run('synth')).toMatchObject({ status: 0, stdout: expect.not.stringContaining('error') });
  copy.commit('Merge api into ui');
  expect(copy.run('validate', '--base', dev)).toMatchObject({ status: 0, stdout: expect.stringContaining('0 errors') });
  for (const [component, commit] of Object.entries({ 'kfm-api': api, 'kfm-ui': ui })) {
    const own = [`dist/stage/workloads/${component}`, `dist/stage/policies/${component}`];
    expect(copy.bytes('HEAD', ...own)).toEqual(copy.bytes(commit, ...own));
    expect(copy.read(`envs/stage/lock/${component}.json`)).toBe(copy.git('show', `${commit}:envs/stage/lock/${component}.json`));
  }
});

test('a revert after a later promotion of another component brings back the files of that component only', () => {
  const merged = copy.git('rev-parse', 'HEAD').trim();

  copy.tryGit('revert', '--no-edit', 'api');
  expect(copy.run('synth')).toMatchObject({ status: 0 });
  copy.commit('Revert kfm-api in stage');

  const back = ['dist/stage/workloads/kfm-api', 'envs/stage/lock/kfm-api.json'];
  const left = ['dist/stage/workloads/kfm-ui', 'envs/stage/lock/kfm-ui.json', 'dist/dev'];
  expect(copy.bytes('HEAD', ...back)).toEqual(copy.bytes(dev, ...back));
  expect(copy.bytes('HEAD', ...left)).toEqual(copy.bytes(merged, ...left));
  expect(copy.run('synth', '--check').status).toBe(0);
});

describe('bytes that a lock holds and the classes would not render any more', () => {
  beforeAll(() => copy.git('checkout', '--quiet', '-f', '-B', 'main', dev));
  afterEach(() => copy.reset(dev));

  test('come back from HEAD when dist is gone', () => {
    rmSync(join(copy.root, 'dist'), { recursive: true });

    expect(copy.run('synth').status).toBe(0);
    expect(copy.changed()).toEqual([]);
  });

  test('come from the stages of the index while a revert is in conflict', () => {
    const first = toStage('kfm-ui');
    arrive('kfm-ui', '99.1.0', 'c');
    toStage('kfm-ui');

    copy.tryGit('revert', '--no-commit', first);
    const decided = ['envs/stage/index.ts', 'envs/stage/lock/kfm-ui.json'];
    expect(conflicts()).toEqual(expect.arrayContaining([...decided, 'dist/stage/workloads/kfm-ui/deployment.apps_kfm-ui.yaml']));
    copy.git('checkout', '--theirs', ...decided);
    rmSync(join(copy.root, 'dist'), { recursive: true });

    expect(copy.run('synth', '--env', 'stage')).toMatchObject({ status: 0 });
    expect(copy.read('dist/stage/workloads/kfm-ui/deployment.apps_kfm-ui.yaml')).toBe(
      copy.git('show', `${dev}:dist/stage/workloads/kfm-ui/deployment.apps_kfm-ui.yaml`),
    );
  });

  test('are asked for where nothing has them, and nothing is written', () => {
    copy.git('checkout', '--quiet', '-B', 'lost');
    copy.replace('lib/app/kfm-api.ts', '/readyz', '/ready');
    const path = 'dist/stage/workloads/kfm-api/deployment.apps_kfm-api.yaml';
    copy.git('rm', '--quiet', path);
    copy.commit('Lose a file');

    const { status, stdout, stderr } = copy.run('synth');
    copy.git('checkout', '--quiet', 'main');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('restore them with git checkout COMMIT -- dist/stage');
    expect(stderr).toContain('workloads/kfm-api/deployment.apps_kfm-api.yaml');
    expect(copy.changed()).toEqual([]);
  });
});
