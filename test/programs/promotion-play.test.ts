import { clone, digest, type Repository, repository, SOURCE, shipped } from './repository';

/**
 * A change of the base, then a release from dev over stage to prod, each step one commit, and back again:
 * one story, whose chapters are the tests.
 */
let play: Repository;
let shallow: Repository | undefined;
const commits: Record<string, string> = {};
const LINE = `'kfm-api': release('99.4.0', '${digest('a')}'),`;
const FIELD = 'apps/Deployment/kfm-api/kfm-api spec.template.spec.containers[name=kfm-api].readinessProbe.httpGet.path';

beforeAll(() => {
  play = repository();
  commits.platform = play.git('rev-parse', 'HEAD').trim();
});
afterAll(() => {
  play.remove();
  shallow?.remove();
});

const bytesOf = (commit: string): string[] => play.bytes(commit, 'dist/stage', 'dist/prod', 'envs/stage', 'envs/prod');

/** Lines added and removed of a file since the last commit. */
function edited(path: string): string {
  return play.git('diff', '--numstat', 'HEAD', '--', path).split('\t').slice(0, 2).join('/');
}

test('a change of the base leaves the bytes of stage and prod alone and says which fields are behind', () => {
  play.replace('lib/app/kfm-api.ts', '/readyz', '/ready');

  const { status, stderr } = play.run('synth');

  expect(status).toBe(0);
  expect(play.changed()).toEqual(['dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml', 'lib/app/kfm-api.ts']);
  for (const name of ['stage', 'prod']) {
    const command = `npm run promote -- kfm-api --to ${name} --config-only`;
    expect(stderr).toContain(`${name}: kfm-api is behind by 1 change of the base; ${command} brings it\n  ${FIELD}\n`);
  }
  commits.base = play.commit('Ask for /ready');
});

test('a new release arrives in dev: in the ledger, in one line and in what dev renders', () => {
  const { status, stdout } = play.run(
    ...['promote', 'kfm-api', '--to', 'dev', '--version', '99.4.0', '--digest', digest('a'), '--source', SOURCE],
  );

  expect(status).toBe(0);
  expect(stdout).toContain('Promote kfm-api 99.4.0 to dev\n');
  expect(play.changed()).toEqual([
    'dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml',
    'dist/dev/workloads/kfm-api/job.batch_kfm-api-migration.yaml',
    'envs/dev/index.ts',
    'envs/releases/kfm-api.json',
  ]);
  expect(edited('envs/dev/index.ts')).toBe('1/1');
  expect(JSON.parse(play.read('envs/releases/kfm-api.json')).releases.at(-1)).toEqual({
    version: '99.4.0',
    digest: digest('a'),
    source: SOURCE,
  });
});

test('stage does not take it before dev is committed, and prod not before stage is', () => {
  const stage = play.run('promote', 'kfm-api', '--to', 'stage');
  commits.dev = play.commit('Promote kfm-api 99.4.0 to dev');
  play.replace('envs/prod/index.ts', /'kfm-api': release\(.*\),/, LINE);
  const prod = play.run('synth', '--env', 'prod');
  play.reset();

  expect(stage).toMatchObject({ status: 1, stdout: expect.stringContaining(`dev, as committed, has never held ${digest('a')}`) });
  expect(stage.stderr).toContain('stage: refused; nothing was written');
  expect(prod).toMatchObject({ status: 1, stdout: expect.stringContaining(`stage, as committed, has never held ${digest('a')}`) });
  expect(prod.stderr).toContain('prod: has errors, so it keeps its old tree');
});

test.each([
  ['stage', 'dev'],
  ['prod', 'stage'],
])('a promotion to %s edits one line, one lock and the files of the component, and names what the base brings along', (name, before) => {
  const { status, stdout, stderr } = play.run('promote', 'kfm-api', '--to', name);

  expect(status).toBe(0);
  expect(play.changed()).toEqual([
    `dist/${name}/workloads/kfm-api/deployment.apps_kfm-api.yaml`,
    `dist/${name}/workloads/kfm-api/job.batch_kfm-api-migration.yaml`,
    `envs/${name}/index.ts`,
    `envs/${name}/lock/kfm-api.json`,
  ]);
  expect(edited(`envs/${name}/index.ts`)).toBe('1/1');
  expect(play.read(`envs/${name}/index.ts`)).toContain(LINE);
  expect(stderr).toBe(`${name}: kfm-api 99.4.0 is promoted from ${before} (release); 1 change of the base comes along\n  ${FIELD}\n`);
  expect(stdout).toContain(`Promote kfm-api 99.4.0 to ${name}\n\nkfm-api 99.4.0 is promoted from ${before} (release)`);
  commits[name] = play.commit(`Promote kfm-api 99.4.0 to ${name}`);
});

test('a promotion that was made is not made again', () => {
  const { status, stdout, stderr } = play.run('promote', 'kfm-api', '--to', 'stage');

  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: 'stage: everything is so already; nothing to write\n' });
  expect(play.changed()).toEqual([]);
});

test('stage and prod promoted in one branch are refused, since what counts is the base of the branch', () => {
  const { status, stdout } = play.run('validate', '--base', commits.dev as string);

  expect(status).toBe(1);
  expect(stdout).toContain('error envs/prod/lock/kfm-api.json: kfm-api 99.4.0 cannot come to prod: stage, as committed, has never held');
  expect(stdout).not.toContain('envs/stage/lock');
});

test('in a clone of depth 1 a release is validated and promoted, and only the past is not there', () => {
  shallow = clone(play, '--depth', '1');

  expect(shallow.run('validate').status).toBe(0);
  expect(shallow.run('promote', 'kfm-api', '--to', 'prod').stderr).toContain('everything is so already');
  for (const asked of [
    ['rollback', 'kfm-api', '--env', 'prod', '--to', shipped('kfm-api').version],
    ['validate', '--base', 'HEAD'],
  ]) {
    expect(shallow.run(...asked)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('git fetch --unshallow') });
  }
  expect(shallow.changed()).toEqual([]);
});

test('git revert of each step brings the bytes of before, and synth has nothing to add', () => {
  for (const step of ['prod', 'stage'] as const) play.git('revert', '--no-edit', commits[step] as string);
  const reviewed = play.run('validate', '--base', commits.prod as string);
  play.git('revert', '--no-edit', commits.dev as string);

  const { status, stdout, stderr } = play.run('synth', '--check');

  expect(bytesOf('HEAD')).toEqual(bytesOf(commits.platform as string));
  expect({ status, differences: stdout.split('\n').filter((line) => /^(missing|changed|extra)/.test(line)) }).toEqual({
    status: 0,
    differences: [],
  });
  expect(stderr.match(/^\w+: .* is behind/gm)).toHaveLength(2);
  expect(reviewed).toMatchObject({ status: 0, stdout: expect.stringContaining('0 errors') });
});

test('what arrived stays in the ledger, also when the promotion to dev is reverted', () => {
  const { status, stdout } = play.run('validate', '--base', commits.prod as string);

  expect(status).toBe(1);
  expect(stdout).toContain('error envs/releases/kfm-api.json: the ledger lost or changed kfm-api 99.4.0, and nothing leaves it');
});
