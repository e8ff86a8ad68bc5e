import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk } from '../../cli/ports/file-system';
import { readGeneratedTree } from '../../cli/ports/generated-tree';
import { environments } from '../../envs';
import { PROJECT, projectCopy, run } from './run';

const DIST = join(PROJECT, 'dist');
const NAMES = Object.keys(environments);
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function treeOf(root: string): Record<string, string> {
  return Object.fromEntries(readGeneratedTree(disk, root).files);
}

let tree: Record<string, string> | undefined;

/** What the classes render, whatever is locked. */
let golden: Record<string, string>;

function unlocked(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => /^(?:local|dev)\//.test(path)));
}

/** What is committed, read once. */
function committed(): Record<string, string> {
  tree ??= treeOf(DIST);
  return tree;
}

describe('synth', () => {
  test('renders what is committed of environments without locks, and says what it rendered', () => {
    const out = join(scratch, 'golden');

    const { status, stdout, stderr } = run(['synth', '--out', out]);

    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${NAMES.map((name) => `${name}: \\d+ units, \\d+ objects, \\d+ rules\n`).join('')}$`));
    expect(stderr).toMatch(/golden: \d+ files added, 0 changed, 0 removed, \d+ ms\n$/);
    expect(unlocked(treeOf(out))).toEqual(unlocked(committed()));
    golden = treeOf(out);
  });

  test('renders the same bytes in another time zone and a Turkish locale, without a home folder, and with cdk8s told not to sort', () => {
    const out = join(scratch, 'another-machine');
    const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', HOME: '/nonexistent', CDK8S_DISABLE_SORT: '1' };

    expect(run(['synth', '--out', out], { env }).status).toBe(0);

    expect(treeOf(out)).toEqual(golden);
  });

  test('renders the same bytes from another folder, under another umask and at another date', () => {
    const out = join(scratch, 'elsewhere');
    const clock =
      'const D=Date;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(0)}static now(){return 0}};Math.random=()=>0.5;';
    const preload = join(scratch, 'clock.js');
    writeFileSync(preload, clock);

    const { status } = spawnSync(
      'sh',
      ['-c', `umask 077; exec "${process.execPath}" --require "${preload}" "${PROJECT}/cli/launcher.js" synth --out "${out}"`],
      {
        cwd: '/',
      },
    );

    expect(status).toBe(0);
    expect(treeOf(out)).toEqual(golden);
  });

  test('--check says that dist is what would be rendered', () => {
    expect(run(['synth', '--check'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^${NAMES.map((name) => `${name}: .*\n`).join('')}`)),
    });
  });

  test('CDK8S_OUTDIR is honoured, so that cdk8s synth never reaches dist', () => {
    const out = join(scratch, 'cdk8s-out');

    expect(run(['synth', '--env', 'dev'], { env: { CDK8S_OUTDIR: out } }).status).toBe(0);

    expect(treeOf(join(out, 'dev'))).toEqual(treeOf(join(DIST, 'dev')));
    expect(readFileSync(join(PROJECT, 'cdk8s.yaml'), 'utf8')).toContain('output: .cdk8s');
  });

  test('--json says the same to machines', () => {
    const { stdout } = run(['synth', '--json', '--out', join(scratch, 'golden')]);

    expect(JSON.parse(stdout)).toEqual({
      environments: NAMES.map((name) => ({
        name,
        units: expect.any(Number),
        objects: expect.any(Number),
        red: false,
        moves: [],
      })),
      findings: [],
      published: { added: 0, changed: 0, removed: 0 },
    });
  });

  test('--out refuses a folder that holds anything of somebody else', () => {
    const out = join(scratch, 'mine');
    run(['synth', '--env', 'dev', '--out', out]);
    writeFileSync(join(out, 'notes.md'), 'mine');

    const { status, stderr } = run(['synth', '--env', 'dev', '--out', out]);

    expect(status).toBe(2);
    expect(stderr).toContain('notes.md does not begin with the line that marks generated files');
    expect(readFileSync(join(out, 'notes.md'), 'utf8')).toBe('mine');
  });

  test.each(['dist/dev', '.', ''])('--out %j is refused: it would replace what is committed', (out) => {
    const { status, stderr } = run(['synth', '--out', out]);

    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `error: --out "${out}": expected a folder outside dist; leave it out to render into dist\n`,
    });
  });

  test('knows environments by what people also call them', () => {
    const { status, stdout } = run(['synth', '--env', 'production', '--check']);

    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^prod: .*\n$/) });
  });

  test('an environment that there is none of is refused, with the one that was meant', () => {
    expect(run(['synth', '--env', 'dve'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: there is no environment "dve"; did you mean "dev"?\n',
    });
  });
});

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
