import type { Lock } from '../../lib';
import { digest, type Repository, repository, SOURCE, shipped } from './repository';

/** Stage holds kfm-ui 99.0.0 with today's base; before it held what is shipped with an earlier one. */
let copy: Repository;
let before: string;
let after: string;

beforeAll(() => {
  copy = repository();
  before = copy.git('rev-parse', 'HEAD').trim();
  copy.replace('lib/app/frontend.ts', '/readyz', '/ready');
  copy.run('promote', 'kfm-ui', '--to', 'dev', '--version', '99.0.0', '--digest', digest('c'), '--source', SOURCE);
  copy.commit('Promote kfm-ui 99.0.0 to dev');
  copy.run('promote', 'kfm-ui', '--to', 'stage');
  after = copy.commit('Promote kfm-ui 99.0.0 to stage');
});
beforeEach(() => copy.reset(after));
afterAll(() => copy.remove());

const UI = shipped('kfm-ui').version;
const LOCK = 'envs/stage/lock/kfm-ui.json';
const STAGE = 'envs/stage/index.ts';
const DEPLOYMENT = 'dist/stage/workloads/kfm-ui/deployment.apps_kfm-ui.yaml';

function lockAt(commit: string): Lock {
  return JSON.parse(copy.git('show', `${commit}:${LOCK}`));
}

test('a rollback restores line, lock and files as they were, and forgets nothing that was held', () => {
  const { status, stdout, stderr } = copy.run('rollback', 'kfm-ui', '--env', 'stage', '--to', UI);

  expect(status).toBe(0);
  expect(stdout).toContain(`Roll back kfm-ui to ${UI} in stage\n\nkfm-ui ${UI} is restored\n`);
  expect(stderr).toContain(`stage: kfm-ui ${UI} is restored\n`);
  expect(copy.git('diff', '--name-only', before, '--', 'dist/stage', 'envs/stage').trim()).toBe(LOCK);
  expect(JSON.parse(copy.read(LOCK))).toEqual({ ...lockAt(before), held: lockAt(after).held, checksum: expect.any(String) });
  expect(lockAt(after).held).toEqual([...lockAt(before).held, digest('c')]);

  copy.commit('Roll back kfm-ui in stage');
  const again = copy.run('rollback', 'kfm-ui', '--env', 'stage', '--to', UI);
  expect(copy.run('validate', '--base', after)).toMatchObject({ status: 0, stdout: expect.stringContaining('0 errors') });
  expect(again).toMatchObject({ status: 0, stdout: '', stderr: `stage: holds kfm-ui ${UI} already; nothing to write\n` });
});

test('what else was edited since is named, and --rerender takes the version of then with all of today', () => {
  copy.replace(STAGE, "release: releases['kfm-ui'], api, replicas: 2", "release: releases['kfm-ui'], api, replicas: 3");
  copy.run('synth', '--env', 'stage');
  copy.commit('Run three in stage');

  const refused = copy.run('rollback', 'kfm-ui', '--env', 'stage', '--to', UI);
  const rerendered = copy.run('rollback', 'kfm-ui', '--env', 'stage', '--to', UI, '--rerender');

  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain(`replicas of kfm-ui in ${STAGE} changed since ${before.slice(0, 12)}`);
  expect(rerendered.status).toBe(0);
  expect(copy.read(DEPLOYMENT)).toMatch(/replicas: 3\n[\s\S]*kfm-ui:\d+\.\d+\.\d+@[\s\S]*path: \/ready\n/);
  expect(copy.git('diff', '--numstat', '--', STAGE)).toBe(`1\t1\t${STAGE}\n`);
});

test('where a gate is newer than the bytes of then and red for them, it says what brings the version back', () => {
  const newer = `export const rules: readonly Rule[] = [{ ...digest, id: 'images/ready', *check({ objects }) {
    for (const object of objects) {
      if (object.manifest.metadata.name === 'kfm-ui' && JSON.stringify(object.manifest).includes('/readyz')) yield { object, message: 'asks /readyz' };
    }
  } },`;
  copy.replace('lib/policy/catalogue.ts', 'export const rules: readonly Rule[] = [', newer);
  copy.commit('Ask nobody at /readyz');

  const refused = copy.run('rollback', 'kfm-ui', '--env', 'stage', '--to', UI);
  const rerendered = copy.run('rollback', 'kfm-ui', '--env', 'stage', '--to', UI, '--rerender', '--dry-run');

  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(`--rerender brings kfm-ui ${UI} back in today's files`) });
  expect(copy.git('status', '--porcelain')).toBe('');
  expect(rerendered.status).toBe(0);
  expect(rerendered.stderr).not.toContain('--rerender');
});

test('a hotfix passes the environments before, is a warning until they hold it, and then an ordinary release', () => {
  const tiles = ['promote', 'tiles', '--to', 'prod'];
  const version = ['--version', '99.4.3', '--digest', digest('f')];
  const line = `  tiles: release('99.4.3', '${digest('f')}'`;

  const fix = copy.run(...tiles, ...version, '--source', SOURCE, '--hotfix', 'INC-12: token leak');

  expect(fix.status).toBe(0);
  expect(copy.read('envs/prod/index.ts').replace(/\s+/g, '')).toContain(`${line},{hotfix:'INC-12:tokenleak'}`.replace(/\s+/g, ''));
  expect(JSON.parse(copy.read('envs/prod/lock/tiles.json'))).toMatchObject({ version: '99.4.3', hotfix: 'INC-12: token leak' });

  const base = copy.git('rev-parse', 'HEAD').trim();
  copy.commit('Promote tiles 99.4.3 to prod');
  const warned = copy.run('validate', '--base', base);
  expect(warned.status).toBe(0);
  expect(warned.stdout).toContain('tiles 99.4.3 is a hotfix of prod that stage does not hold yet: INC-12: token leak');
  expect(fix.stdout).toContain('tiles 99.4.3 is promoted as a hotfix, INC-12: token leak (release)');

  const all = copy.run('promote', '--all', '--to', 'prod', '--dry-run');
  expect(all.stderr).toContain('prod: leaves tiles alone, which is held: a hotfix that stage does not hold yet, INC-12: token leak\n');
  expect(all.stdout).not.toContain('kfm-web/tiles');

  copy.run('promote', 'tiles', '--to', 'dev', ...version);
  copy.commit('Promote tiles 99.4.3 to dev');
  copy.run('promote', 'tiles', '--to', 'stage');
  copy.commit('Promote tiles 99.4.3 to stage');
  const calm = copy.run('synth', '--check');
  const plain = copy.run(...tiles);
  expect(calm).toMatchObject({ status: 0, stdout: expect.not.stringContaining('hotfix') });
  expect(plain.status).toBe(0);
  expect(copy.read('envs/prod/index.ts')).toContain(`${line}),\n`);
  expect(JSON.parse(copy.read('envs/prod/lock/tiles.json'))).not.toHaveProperty('hotfix');
});

test('what leaves the class of a locked environment leaves its cluster only when somebody says so', () => {
  for (const component of ['indexer', 'pipeline-runner']) {
    copy.replace(STAGE, new RegExp(`\\n  '?${component}'?: release.*\\n`), '');
    copy.replace(STAGE, new RegExp(`\\n.*releases(?:\\.${component}|\\['${component}'\\]).*`), '');
  }
  const refused = copy.run('synth', '--env', 'stage');
  const gone = ['indexer', 'pipeline-runner'];

  expect(refused.status).toBe(1);
  for (const component of gone) expect(refused.stdout).toContain(`--allow-delete ${component}`);
  expect(copy.changed()).toEqual([STAGE]);

  expect(copy.run('synth', '--env', 'stage', '--allow-delete', 'indexr')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--allow-delete indexr: there is no such component, unit or environment; did you mean "indexer"?'),
  });

  // What watched them leaves with them: observability is behind as soon as they leave the class.
  const blind = copy.run('synth', '--env', 'stage', '--allow-delete', ...gone);
  expect(blind).toMatchObject({ status: 1, stdout: expect.stringContaining('wiring/monitor') });
  expect(copy.changed()).toEqual([STAGE]);

  const allowed = copy.run('promote', 'observability', '--to', 'stage', '--config-only', '--allow-delete', ...gone);
  expect({ status: allowed.status, stdout: allowed.stdout }).toMatchObject({ status: 0 });
  const removed = copy.git('diff', '--name-only', '--diff-filter=D').split('\n');
  expect(removed).toEqual(
    expect.arrayContaining([
      'dist/stage/apps/application.argoproj.io_workloads-indexer.yaml',
      'dist/stage/workloads/pipeline-runner/deployment.apps_pipeline-runner.yaml',
      ...gone.map((component) => `envs/stage/lock/${component}.json`),
    ]),
  );

  copy.commit('Drop the pipelines from stage');
  const version = ['--version', '99.0.0', '--digest', digest('a'), '--source', SOURCE];
  const beyond = copy.run('promote', 'indexer', '--to', 'prod', ...version);
  expect({ status: beyond.status, stdout: beyond.stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Promote indexer 99.0.0 to prod'),
  });
});
