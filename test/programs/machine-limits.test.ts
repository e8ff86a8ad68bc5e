import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { disk } from '../../cli/ports/file-system';
import { finishInterruptedSwap } from '../../cli/ports/publish';
import { markerText } from '../../lib';
import { type Outcome, PROJECT, projectCopy, run, treeOf } from '../cli/run';

/** The project with dev alone. */
let copy: ReturnType<typeof projectCopy>;
let dist: string;
/** What is in dist, and what a synth would make of a change of the catalogue that was not synthesized yet. */
let [old, changed]: Record<string, string>[] = [{}, {}];

beforeAll(() => {
  copy = projectCopy('dev');
  dist = join(copy.project, 'dist');
  expect(synth()).toMatchObject({ status: 0 });
  old = treeOf(dist);
  edit('envs/catalogue.ts', (text) => text.replace("partOf: 'kfm'", "partOf: 'kfmx'"));
  expect(synth('--out', join(copy.project, 'new'))).toMatchObject({ status: 0 });
  changed = treeOf(join(copy.project, 'new'));
  expect(changed).not.toEqual(old);
});
afterAll(() => copy.remove());

function synth(...args: string[]): Outcome {
  return run(['synth', ...args], { project: copy.project, cwd: copy.project });
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(copy.project, path);
  const text = readFileSync(file, 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(file, change(text));
}

describe('the program', () => {
  // Bad input 12.
  test('that runs out of memory leaves the old tree or the new one', () => {
    const codes = [8, 12, 16, 20].map((megabytes) => {
      const { status } = spawnSync(
        'sh',
        ['-c', `ulimit -c 0; exec "${process.execPath}" --max-old-space-size=${megabytes} cli/launcher.js synth`],
        { cwd: copy.project, stdio: 'ignore', timeout: 30_000, killSignal: 'SIGKILL' },
      );
      finishInterruptedSwap(disk, dist, () => {});
      expect([old, changed]).toContainEqual(treeOf(dist));
      if (status === 0) expect(treeOf(dist)).toEqual(changed);
      return status;
    });

    expect(codes[0]).not.toBe(0);
    expect(readdirSync(copy.project).filter((name) => /^\.dist\.(?:next|previous)/.test(name))).toEqual([]);
  }, 150_000);

  // Bad input 11.
  test('renders in the year 2100 what it renders today', () => {
    const clock = join(copy.project, 'clock.js');
    const then = Date.UTC(2100, 1, 28, 23, 59, 59);
    writeFileSync(
      clock,
      `const D = Date; globalThis.Date = class extends D { constructor(...a) { a.length ? super(...a) : super(${then}); } static now() { return ${then}; } };`,
    );
    const out = join(copy.project, 'later');

    const { status } = run(['synth', '--out', out], {
      project: copy.project,
      cwd: copy.project,
      env: { NODE_OPTIONS: `--require ${clock}` },
    });

    expect(status).toBe(0);
    expect(treeOf(out)).toEqual(changed);
  });

  // Bad input 83.
  test.each([[['synth', '--evn', 'dev']], [['sinth']], [['synth', 'dev']]])('does nothing for %j', (args) => {
    const before = treeOf(dist);

    expect(run(args, { project: copy.project, cwd: copy.project }).status).toBe(2);

    expect(treeOf(dist)).toEqual(before);
  });
});

describe('a rule', () => {
  const RULE = 'lib/policy/names/labels.ts';
  const path = (): string => join(copy.project, RULE);

  // Bad input 75.
  test.each<[string, () => void, string]>([
    ['is gone', () => {}, 'error: lib/policy/catalogue.ts:65: Could not resolve "./names/labels"'],
    ['cannot be read', () => mkdirSync(path()), 'error: lib/policy/catalogue.ts:65: '],
    ['cannot be parsed', () => writeFileSync(path(), 'export const = 1;'), `error: ${RULE}:1: `],
    ['throws as it is loaded', () => writeFileSync(path(), `throw new Error('no schema');`), 'error: Error: no schema\n'],
  ])('whose file %s is no rule less: every gate is red, and dist stays as it is', (_, plant, message) => {
    const before = treeOf(dist);
    renameSync(path(), `${path()}.away`);
    plant();

    const outcomes = [['synth'], ['validate']].map((args) => run(args, { project: copy.project, cwd: copy.project }));
    rmSync(path(), { recursive: true, force: true });
    renameSync(`${path()}.away`, path());

    for (const { status, stdout, stderr } of outcomes) {
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr.replace(/catalogue\.ts:\d+/, 'catalogue.ts:65')).toContain(message);
    }
    expect(treeOf(dist)).toEqual(before);
  });
});

// Bad input 84.
describe('without a reader', () => {
  const COMMANDS = ['validate --env dev', 'synth --check --env dev', 'rules --json', 'settings --env dev', '--help'];

  function ended(command: string, close: 'stdout' | 'stderr'): Promise<number | null> {
    const args = [join(PROJECT, 'cli/launcher.js'), ...command.split(' ')];
    const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] });
    child[close].destroy();
    child[close === 'stdout' ? 'stderr' : 'stdout'].resume();
    return new Promise((resolve) => child.once('exit', resolve));
  }

  test.each(COMMANDS)('of its results, %s does not claim success', async (command) => {
    expect(run(command.split(' ')).status).not.toBe(2);
    expect(await ended(command, 'stdout')).toBe(2);
  });

  test.each([
    ['settings --env dev', 0],
    ['settings --env dve', 2],
  ])('of its talk, %s ends as it would have', async (command, expected) => {
    expect(await ended(command, 'stderr')).toBe(expected);
  });

  (existsSync('/dev/full') ? test : test.skip)(
    'on a disk that is full, results that were not written are no success, and it says so',
    () => {
      const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'cli/launcher.js'), 'rules', '--json'], {
        stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
        encoding: 'utf8',
      });

      expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: stdout: ENOSPC: no space left on device, write\n' });
    },
  );
});

describe('a tree that belongs to somebody else', () => {
  const NOBODY = 65_534;
  const marked = (text: string): string => `# ${markerText('dev')}\n${text}\n`;

  // Bad input 3. Whoever is root may do everything, so what is published is published by nobody.
  test('is refused by the disk itself, is not replaced, and stops no command after it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'closed-'));
    const program = join(folder, 'program.js');
    buildSync({
      stdin: {
        contents: `import { disk } from './file-system'; import { finishInterruptedSwap, publish } from './publish';
const [root, text] = process.argv.slice(2);
finishInterruptedSwap(disk, root, () => {});
try { publish({ fs: disk, root, files: new Map([['dev/a/one.yaml', text]]), covers: () => true, say: () => {} }); }
catch (error) { console.error(error.message); process.exitCode = 2; }`,
        resolveDir: join(PROJECT, 'cli/ports'),
      },
      bundle: true,
      platform: 'node',
      external: ['esbuild'],
      outfile: program,
      logLevel: 'silent',
    });
    const isRoot = process.getuid?.() === 0;
    if (isRoot) for (const path of [folder, program]) chownSync(path, NOBODY, NOBODY);
    const root = join(folder, 'dist');
    const put = (text: string): Outcome =>
      spawnSync(process.execPath, [program, root, marked(text)], {
        cwd: folder,
        encoding: 'utf8',
        ...(isRoot && { uid: NOBODY, gid: NOBODY }),
      });
    expect(put('old')).toMatchObject({ status: 0 });
    for (const path of ['dev/a', 'dev', '']) chmodSync(join(root, path), 0o555);

    const [refused, again] = [put('new'), put('new')];
    for (const path of ['', 'dev', 'dev/a']) chmodSync(join(root, path), 0o755);

    for (const { status, stderr } of [refused, again]) {
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^.*\/dist: this user may not change it, .*\n$/) });
    }
    expect(treeOf(root)).toEqual({ 'dev/a/one.yaml': marked('old') });
    expect(readdirSync(folder).sort()).toEqual(['dist', 'program.js']);
    expect(put('new')).toMatchObject({ status: 0 });
    rmSync(folder, { recursive: true, force: true });
  });
});
