import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk, type FileSystem } from '../../cli/ports/file-system';
import { readGeneratedTree } from '../../cli/ports/generated-tree';
import { finishInterruptedSwap, publish } from '../../cli/ports/publish';
import { markerText } from '../../lib';
import { faultyDisk } from './faulty-disk';

type Tree = Readonly<Record<string, string>>;

let folder: string;
let root: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  root = join(folder, 'dist');
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const marked = (text: string): string => `# ${markerText('dev')}\n${text}\n`;
const OLD: Tree = {
  'dev/a/one.yaml': marked('1'),
  'dev/a/two.yaml': marked('2'),
  'dev/gone.yaml': marked('gone'),
  'prod/p.yaml': marked('p'),
};
const NEW: Tree = {
  'dev/a/one.yaml': marked('1'),
  'dev/a/two.yaml': marked('two'),
  'dev/b/three.yaml': marked('3'),
  'prod/p.yaml': marked('p'),
};

function put(tree: Tree, fs: FileSystem = disk, covers = (_: string): boolean => true) {
  return publish({ fs, root, files: new Map(Object.entries(tree)), covers, say: (line) => said.push(line) });
}

function tree(): Tree {
  return Object.fromEntries(readGeneratedTree(disk, root).files);
}

function recover(): void {
  finishInterruptedSwap(disk, root, (line) => said.push(line));
}

describe('publish', () => {
  test('replaces the tree: new files come, changed ones change, forgotten ones go', () => {
    put(OLD);

    expect(put(NEW)).toEqual({ added: 1, changed: 1, removed: 1 });
    expect(tree()).toEqual(NEW);
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  test('touches nothing when nothing changed', () => {
    put(OLD);
    const before = spawnSync('stat', ['-c', '%n %i %z', root, join(root, 'dev/a/one.yaml')], { encoding: 'utf8' }).stdout;

    expect(put(OLD)).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(spawnSync('stat', ['-c', '%n %i %z', root, join(root, 'dev/a/one.yaml')], { encoding: 'utf8' }).stdout).toBe(before);
  });

  test('leaves what it does not cover as it is', () => {
    put(OLD);

    put({ 'dev/only.yaml': marked('only') }, disk, (path) => path.startsWith('dev/'));

    expect(tree()).toEqual({ 'dev/only.yaml': marked('only'), 'prod/p.yaml': marked('p') });
  });

  test('works where the file system has no hard links', () => {
    put(OLD);
    const lockless = { ...disk, link: (from: string, to: string) => (to.includes('.next') ? fail('EPERM') : disk.link(from, to)) };

    put(NEW, lockless);

    expect(tree()).toEqual(NEW);
  });
});

function fail(code: string): never {
  throw Object.assign(new Error(code), { code });
}

describe('a failing disk', () => {
  function callsOfOnePublication(): number {
    put(OLD);
    const counting = faultyDisk(0, 'failing');
    put(NEW, counting);
    return counting.calls();
  }

  test.each(['failing', 'killed'] as const)('%s at any call leaves the old tree or the new one, never a mixture', (mode) => {
    const calls = callsOfOnePublication();
    expect(calls).toBeGreaterThan(12);

    for (let at = 1; at <= calls; at++) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      put(OLD);

      expect(() => put(NEW, faultyDisk(at, mode))).toThrow('ENOSPC');
      if (existsSync(root)) expect([OLD, NEW]).toContainEqual(tree());
      makeOwnerDead();
      recover();

      expect([OLD, NEW]).toContainEqual(tree());
      put(NEW);
      expect(tree()).toEqual(NEW);
      expect(readdirSync(folder).filter((name) => !/^\.dist\.lock\.\d+$/.test(name))).toEqual(['dist']);
    }
  });

  /** In the test the killed process is this one, which lives: let its lock look like that of a dead one. */
  function makeOwnerDead(): void {
    const lock = join(folder, '.dist.lock');
    if (existsSync(lock)) writeFileSync(lock, `999999999 ${hostname()}\n`);
    const takeover = join(folder, '.dist.lock.takeover');
    if (existsSync(takeover)) rmSync(takeover);
  }

  test.each(['EACCES', 'EROFS', 'EMFILE', 'ENOSPC'])('that answers %s keeps the old tree and says so', (code) => {
    put(OLD);

    expect(() => put(NEW, faultyDisk(6, 'failing', code))).toThrow(code);

    expect(tree()).toEqual(OLD);
  });

  test('when the very first tree fails, there is none, and the next one is whole', () => {
    expect(() => put(OLD, faultyDisk(9, 'failing'))).toThrow('ENOSPC');
    expect(existsSync(root)).toBe(false);

    put(NEW);

    expect(tree()).toEqual(NEW);
  });
});

describe('what is not ours', () => {
  test('a link in the tree is refused and its target left alone', () => {
    put(OLD);
    const target = join(folder, 'precious.yaml');
    writeFileSync(target, 'precious');
    symlinkSync(target, join(root, 'dev/x.yaml'));

    expect(() => put({ ...NEW, 'dev/x.yaml': marked('x') })).toThrow('dist/dev/x.yaml is a symbolic link');

    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(readFileSync(join(root, 'dev/a/two.yaml'), 'utf8')).toBe(OLD['dev/a/two.yaml']);
  });

  test('a tree that is itself a link is refused', () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, root);

    expect(() => put(NEW)).toThrow('dist: is a symbolic link, expected a directory');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('a file in place of the tree is refused', () => {
    writeFileSync(root, 'mine');

    expect(() => put(NEW)).toThrow('dist: is a file, expected a directory');
    expect(readFileSync(root, 'utf8')).toBe('mine');
  });

  test('a foreign file is refused, whether it would stay, go or be overwritten', () => {
    put(OLD);
    for (const path of ['notes.txt', 'dev/b/three.yaml', 'dev/a/.hidden']) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), 'written by hand');

      expect(() => put(NEW)).toThrow(`${path} does not begin with the line that marks generated files`);

      expect(readFileSync(join(root, path), 'utf8')).toBe('written by hand');
      rmSync(join(root, path));
    }
  });

  test.each(['../outside.yaml', '/etc/x.yaml', 'dev/../../x.yaml', 'dev//x.yaml'])('the path %s is refused', (path) => {
    expect(() => put({ [path]: marked('x') })).toThrow(`the path "${path}" would leave it`);
    expect(existsSync(root)).toBe(false);
  });
});

describe('two at once', () => {
  test('the second is told who holds the lock, and changes nothing', () => {
    put(OLD);
    writeFileSync(join(folder, '.dist.lock'), `${process.ppid} ${hostname()}\n`);

    expect(() => put(NEW)).toThrow(`process ${process.ppid} on ${hostname()} is publishing; wait for it`);
    expect(tree()).toEqual(OLD);
  });

  test('the lock of a dead process is taken over, with a word', () => {
    put(OLD);
    writeFileSync(join(folder, '.dist.lock'), `999999999 ${hostname()}\n`);

    put(NEW);

    expect(tree()).toEqual(NEW);
    expect(said).toEqual([expect.stringContaining('which no longer lives')]);
  });

  test('the lock of another machine is never taken over', () => {
    writeFileSync(join(folder, '.dist.lock'), '1 another-machine\n');

    expect(() => put(NEW)).toThrow('process 1 on another-machine is publishing');
  });
});

test('the mode of files does not keep others from reading them', () => {
  const mask = process.umask(0o022);
  put(NEW);
  process.umask(mask);

  expect(spawnSync('stat', ['-c', '%a', join(root, 'dev/a/one.yaml')], { encoding: 'utf8' }).stdout.trim()).toBe('644');
});
