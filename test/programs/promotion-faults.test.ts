import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk } from '../../cli/ports/file-system';
import { finishInterruptedSwap, publish } from '../../cli/ports/publish';
import type { Ledger, Lock } from '../../lib';
import { faultyDisk } from '../cli/faulty-disk';
import { digest, type Repository, repository, SOURCE } from './repository';

/** A base change has come to dev, and kfm-ui and tiles are behind in stage. */
let copy: Repository;
let start: string;

beforeAll(() => {
  copy = repository('dev', 'stage');
  copy.replace('lib/app/frontend.ts', '/readyz', '/ready');
  expect(copy.run('synth')).toMatchObject({ status: 0 });
  start = copy.commit('Ask for /ready');
});
afterEach(() => copy.reset(start));
afterAll(() => copy.remove());

interface Running {
  readonly kill: () => void;
  readonly ended: Promise<number | null>;
  isEnded(): boolean;
}

function started(...args: string[]): Running {
  const child = spawn(process.execPath, [join(copy.root, 'cli/launcher.js'), ...args], { cwd: copy.root, stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return { kill: () => child.kill('SIGKILL'), ended, isEnded: () => child.exitCode !== null };
}

function lockOf(component: string): Lock {
  return JSON.parse(copy.read(`envs/stage/lock/${component}.json`));
}

const isReady = (component: string): boolean =>
  copy.read(`dist/stage/workloads/${component}/deployment.apps_${component}.yaml`).includes('path: /ready\n');

describe('two promotions at once', () => {
  test('of different components: each is made as a whole or not at all, and none undoes the other', async () => {
    const before = { 'kfm-ui': lockOf('kfm-ui'), tiles: lockOf('tiles') };
    const names = ['kfm-ui', 'tiles'] as const;

    const codes = await Promise.all(names.map((name) => started('promote', name, '--to', 'stage', '--config-only').ended));

    expect(codes).toContain(0);
    expect(codes.every((code) => code === 0 || code === 2)).toBe(true);
    for (const [index, name] of names.entries()) {
      const isMade = codes[index] === 0;
      expect({ name, isMade: isReady(name) }).toEqual({ name, isMade });
      expect(JSON.stringify(lockOf(name)) !== JSON.stringify(before[name])).toBe(isMade);
    }
    expect(copy.run('validate').status).toBe(0);
  });

  test('of one component: one wins, and line, ledger and dist are its', async () => {
    const versions = [
      ['99.0.0', digest('c')],
      ['99.0.1', digest('d')],
    ] as const;

    const codes = await Promise.all(
      versions.map(
        ([version, of]) => started('promote', 'tiles', '--to', 'dev', '--version', version, '--digest', of, '--source', SOURCE).ended,
      ),
    );

    expect([...codes].sort()).toEqual([0, 2]);
    const [version, of] = versions[codes.indexOf(0)] as (typeof versions)[number];
    const ledger: Ledger = JSON.parse(copy.read('envs/releases/tiles.json'));
    expect(ledger.releases.slice(1)).toEqual([{ version, digest: of, source: SOURCE }]);
    expect(copy.read('envs/dev/index.ts')).toContain(`tiles: release('${version}', '${of}'),`);
    expect(copy.read('dist/dev/workloads/tiles/deployment.apps_tiles.yaml')).toContain(`tiles:${version}@${of}`);
    expect(copy.run('synth', '--check').status).toBe(0);
  });
});

describe('a promotion that is killed', () => {
  const appears = (name: string) => (): boolean => existsSync(join(copy.root, name));
  const after = (milliseconds: number) => {
    const begun = performance.now();
    return (): boolean => performance.now() - begun > milliseconds;
  };

  test.each<[string, () => () => boolean]>([
    ['when it has the lock', () => appears('.dist.lock')],
    ['when it writes the tree', () => appears('.dist.next')],
    ['between its renames', () => appears('.dist.previous')],
    ['at some other moment', () => after(437)],
  ])('%s leaves line, lock and dist as before or as after it', async (_, moment) => {
    const running = started('promote', 'tiles', '--to', 'stage', '--config-only');
    const isTime = moment();
    while (!isTime() && !running.isEnded()) await new Promise((done) => setTimeout(done, 1));
    running.kill();
    await running.ended;

    expect(copy.run('synth')).toMatchObject({ status: 0 });
    expect(copy.run('validate')).toMatchObject({ status: 0 });
    expect(['.dist.next', '.dist.previous', '.dist.lock'].filter((name) => existsSync(join(copy.root, name)))).toEqual([]);
    expect(copy.changed().every((path) => path === 'envs/stage/lock/tiles.json' || path.startsWith('dist/stage/workloads/tiles/'))).toBe(
      true,
    );
  });
});

describe('a disk that fails while class, lock and dist are written', () => {
  const MARK = '# Generated from envs/stage by npm run synth; edit that, not this file.\n';
  const CHANGED = ['envs/index.ts', 'envs/lock.json'];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'faults-'));
    mkdirSync(join(folder, 'dist/stage'), { recursive: true });
    mkdirSync(join(folder, 'envs'));
    begin();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function begin(): void {
    writeFileSync(join(folder, 'dist/stage/a.yaml'), `${MARK}a: old\n`);
    for (const path of CHANGED) writeFileSync(join(folder, path), 'old');
  }

  const state = (): string[] => [...CHANGED, 'dist/stage/a.yaml'].map((path) => readFileSync(join(folder, path), 'utf8').slice(-4).trim());

  function write(fs: ReturnType<typeof faultyDisk>): boolean {
    try {
      publish({
        fs,
        root: join(folder, 'dist'),
        files: new Map([['stage/a.yaml', `${MARK}a: new\n`]]),
        covers: () => true,
        say: () => {},
        changes: CHANGED.map((path) => ({ path, before: 'old', after: 'new' })),
      });
      return true;
    } catch {
      return false;
    }
  }

  /** What the next command does, the process being gone. */
  function finished(): void {
    for (const name of readdirSync(folder).filter((each) => each.startsWith('.dist.lock'))) rmSync(join(folder, name));
    finishInterruptedSwap(disk, join(folder, 'dist'), () => {});
  }

  test('takes everything back when it is full, at whichever call', () => {
    for (let at = 1; ; at++) {
      const fs = faultyDisk(at, 'failing');
      const isWritten = write(fs);
      if (fs.calls() < at) break;
      finished();
      // Once the tree is there, only its predecessor is left to remove.
      expect([at, ...state()]).toEqual(isWritten || state().includes('new') ? [at, 'new', 'new', 'new'] : [at, 'old', 'old', 'old']);
      begin();
    }
    expect(state()).toEqual(['new', 'new', 'new']);
  });

  test('never has a tree that is ahead of class and lock when the process dies, at whichever call', () => {
    for (let at = 1; ; at++) {
      const fs = faultyDisk(at, 'killed');
      write(fs);
      if (fs.calls() < at) break;
      finished();
      const [line, lock, tree] = state();
      expect([at, tree === 'new' && !(line === 'new' && lock === 'new')]).toEqual([at, false]);
      expect([at, lock === 'new' && line !== 'new']).toEqual([at, false]);
      begin();
    }
  });
});
