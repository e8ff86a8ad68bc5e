import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectCopy, run, treeOf } from '../cli/run';

test('--check reports links and foreign files', () => {
  const { project, remove } = projectCopy('dev');
  symlinkSync('/etc/hostname', join(project, 'dist/dev/apps/x.yaml'));

  const { status, stdout } = run(['synth', '--check'], { project, cwd: project });
  remove();

  expect(status).toBe(1);
  expect(stdout).toContain('foreign dev/apps/x.yaml is a symbolic link');
});

describe('a change of the class', () => {
  let copy: ReturnType<typeof projectCopy>;
  beforeAll(() => {
    copy = projectCopy('dev');
  });
  afterAll(() => copy.remove());

  function edit(file: string, from: string | RegExp, to: string): void {
    const path = join(copy.project, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(path, text.replace(from, to));
  }

  function synthCopy(...args: string[]) {
    return run(['synth', ...args], { project: copy.project, cwd: copy.project });
  }

  test('of one release line changes the image where that component runs, and nothing else', () => {
    const before = treeOf(join(copy.project, 'dist'));

    const beside = 'envs/dev/releases.ts';
    const file = existsSync(join(copy.project, beside)) ? beside : 'envs/dev/index.ts';
    const line = /'kfm-api': release\('([^']+)', '(sha256:[0-9a-f]{64})'\)/;
    const [, version, digest] = line.exec(readFileSync(join(copy.project, file), 'utf8')) as unknown as [string, string, string];
    const next = `99.0.0@sha256:${'0'.repeat(64)}`;
    edit(file, line, `'kfm-api': release('${next.replace('@', "', '")}')`);
    expect(synthCopy('--check')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('changed dev/workloads/kfm-api/deployment.apps_kfm-api.yaml'),
    });
    expect(synthCopy()).toMatchObject({ status: 0, stdout: expect.stringContaining('dev runs kfm-api 99.0.0: the ledger does not have') });

    const after = treeOf(join(copy.project, 'dist'));
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed).toEqual([
      'dev/workloads/kfm-api/deployment.apps_kfm-api.yaml',
      'dev/workloads/kfm-api/job.batch_kfm-api-migration.yaml',
    ]);
    for (const path of changed) expect(after[path]).toBe(before[path]?.replaceAll(`${version}@${digest}`, next));
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  test('that breaks a rule leaves the old tree, says where and what, and exits 1', () => {
    const before = treeOf(join(copy.project, 'dist'));

    edit('envs/catalogue.ts', "partOf: 'kfm'", "partOf: 'K F M'");
    const { status, stdout, stderr } = synthCopy();

    expect(status).toBe(1);
    expect(stdout).toContain('metadata.labels["app.kubernetes.io/part-of"]: "K F M" is no valid label value');
    expect(stderr).toContain('dev: has errors, so it keeps its old tree');
    expect(treeOf(join(copy.project, 'dist'))).toEqual(before);
    edit('envs/catalogue.ts', 'K F M', 'kfm');
  });

  test.each([
    [
      'a component with a path for a name',
      "'kfm-ui': { namespace",
      "'../../x': { namespace",
      'envs/dev/index.ts: new Dev() failed: envs/catalogue.ts: there is no component "kfm-ui"',
    ],
    [
      'a constructor that throws',
      "postgres: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api']",
      "postgres: { namespace: 'platform-data', state: 'canonical', callers: []",
      'kfm-api may not connect to the store postgres; its declared callers are none',
    ],
  ])('to %s writes nothing and exits 2 with one line', (_, from, to, message) => {
    const before = treeOf(join(copy.project, 'dist'));

    edit('envs/catalogue.ts', from, to);
    const { status, stderr } = synthCopy();
    edit('envs/catalogue.ts', to, from);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(treeOf(join(copy.project, 'dist'))).toEqual(before);
  });

  test('that does not even parse names file and line', () => {
    edit('envs/dev/index.ts', 'export class Dev', 'export clas Dev');
    const { status, stderr } = synthCopy();
    edit('envs/dev/index.ts', 'export clas Dev', 'export class Dev');

    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: envs\/dev\/index\.ts:\d+: /);
  });

  test('that removes a component removes its files, and nothing else', () => {
    edit('envs/dev/index.ts', /\n {4}new KfmUi\(this.*\n/, '\n');
    expect(synthCopy().status).toBe(0);

    const paths = Object.keys(treeOf(join(copy.project, 'dist')));
    expect(paths.filter((path) => path.startsWith('dev/') && path.includes('kfm-ui'))).toEqual([]);
    expect(paths).toContain('dev/workloads/kfm-api/deployment.apps_kfm-api.yaml');
    expect(existsSync(join(copy.project, 'dist/dev/workloads/kfm-ui'))).toBe(false);
  });
});
