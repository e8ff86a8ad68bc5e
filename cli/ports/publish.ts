import { basename, dirname, join } from 'node:path';
import { foreignFiles, leavesTree, notADirectory, notWritable } from '../messages';
import { apply, type Change, type Removal } from './changes';
import type { FileSystem } from './file-system';
import { readGeneratedTree } from './generated-tree';
import { withLock } from './process-lock';

export interface Publication {
  readonly fs: FileSystem;
  /** The folder that is replaced as a whole, e.g. `dist`. */
  readonly root: string;
  /** Path below the root → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Which paths below the root `files` speaks for; all others stay as they are. */
  readonly covers: (path: string) => boolean;
  readonly say: (line: string) => void;
  /** Files beside the tree that change together with it, by paths from its parent. @default none */
  readonly changes?: readonly (Change | Removal)[];
  /** Throws if what was read to make all this is not there any more; asked when nobody else can publish. */
  readonly confirm?: () => void;
}

/** How many files a publication changed; all zero means that nothing was touched. */
export interface Published {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * Replaces a tree of generated files, in one step as far as any reader can tell: the new tree is written beside the old
 * one, unchanged files as further links to the old ones, flushed, and swapped in by two renames. Whatever happens,
 * the next command finds the old tree or the new one (`finishInterruptedSwap`).
 * @throws Refusal for links, foreign files, folders that may not be changed and a root that is no directory: the tree stays as it is
 */
export function publish({ fs, root, files, covers, say, changes = [], confirm }: Publication): Published {
  const outside = [...files.keys()].find((path) => LEAVES.test(path));
  if (outside !== undefined) throw leavesTree(root, outside);
  fs.makeDirectory(dirname(root));
  return withLock(fs, { path: besides(root, 'lock'), say }, () => {
    finishSwap(fs, root, say);
    const current = readOwn(fs, root);
    const target = new Map([...current].filter(([path]) => !covers(path)).concat([...files]));
    const published = compare(current, target);
    const isChanged = published.added + published.changed + published.removed > 0;
    if (isChanged) refuseWhatIsClosed(fs, root, current);
    confirm?.();
    let undo = (): void => {};
    try {
      // What takes long comes before the first file is replaced, so that a kill hardly parts the tree from what belongs to it.
      if (isChanged) stage(fs, root, current, target);
      undo = apply(fs, dirname(root), changes);
      if (isChanged) swapIn(fs, root);
    } catch (error) {
      undo();
      fs.remove(next(root));
      throw error;
    }
    fs.remove(previous(root));
    return published;
  });
}

/** A step that is empty, or leads nowhere or up. */
const LEAVES = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Completes or undoes a swap that was killed; every command does so before it looks at the tree. */
export function finishInterruptedSwap(fs: FileSystem, root: string, say: (line: string) => void): void {
  const isInterrupted = [next(root), previous(root)].some((path) => fs.kindOf(path) !== undefined);
  if (isInterrupted) withLock(fs, { path: besides(root, 'lock'), say }, () => finishSwap(fs, root, say));
}

/**
 * The root is absent only between the two renames, when the next tree is complete.
 * While the root is there, a next tree is unfinished, and a previous one is done with.
 */
function finishSwap(fs: FileSystem, root: string, say: (line: string) => void): void {
  const hasNext = fs.kindOf(next(root)) !== undefined;
  const hasPrevious = fs.kindOf(previous(root)) !== undefined;
  if (!hasNext && !hasPrevious) return;
  if (fs.kindOf(root) === undefined && hasPrevious) {
    fs.rename(hasNext ? next(root) : previous(root), root);
    say(`${root}: finished an interrupted synth; it holds the ${hasNext ? 'new' : 'old'} tree`);
  } else if (hasNext) {
    say(`${root}: removed what an interrupted synth left beside it`);
  }
  fs.remove(next(root));
  fs.remove(previous(root));
}

function readOwn(fs: FileSystem, root: string): ReadonlyMap<string, string> {
  const kind = fs.kindOf(root);
  if (kind !== undefined && kind !== 'directory') throw notADirectory(root, kind);
  const { files, foreign } = readGeneratedTree(fs, root);
  if (foreign.size > 0) throw foreignFiles(root, foreign);
  return files;
}

/** The old tree is moved whole, which needs no right to its folders; to remove it afterwards needs the right to each. */
function refuseWhatIsClosed(fs: FileSystem, root: string, current: ReadonlyMap<string, string>): void {
  if (fs.kindOf(root) === undefined) return;
  const folders = new Set([root]);
  for (const path of current.keys()) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(`${root}/${folder}`);
  }
  const closed = [...folders].find((folder) => !fs.isWritable(folder));
  if (closed !== undefined) throw notWritable(closed);
}

function compare(current: ReadonlyMap<string, string>, target: ReadonlyMap<string, string>): Published {
  let added = 0;
  let changed = 0;
  for (const [path, text] of target) {
    const old = current.get(path);
    if (old === undefined) added++;
    else if (old !== text) changed++;
  }
  return { added, changed, removed: current.size + added - target.size };
}

/** Two renames; between them the root is absent. */
function swapIn(fs: FileSystem, root: string): void {
  try {
    if (fs.kindOf(root) !== undefined) fs.rename(root, previous(root));
    fs.rename(next(root), root);
  } catch (error) {
    if (fs.kindOf(root) === undefined && fs.kindOf(previous(root)) !== undefined) fs.rename(previous(root), root);
    throw error;
  }
}

function stage(fs: FileSystem, root: string, current: ReadonlyMap<string, string>, target: ReadonlyMap<string, string>): void {
  const staged = next(root);
  const folders = new Set<string>();
  fs.makeDirectory(staged);
  for (const [path, text] of target) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (!folders.has(folder)) {
      fs.makeDirectory(`${staged}/${folder}`);
      folders.add(folder);
    }
    if (current.get(path) !== text || !linked(fs, `${root}/${path}`, `${staged}/${path}`)) fs.write(`${staged}/${path}`, text);
  }
  fs.flush(staged);
}

/** Whether the file could be given a second name; some file systems have no hard links. */
function linked(fs: FileSystem, existing: string, path: string): boolean {
  try {
    fs.link(existing, path);
    return true;
  } catch (error) {
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function besides(root: string, role: string): string {
  return join(dirname(root), `.${basename(root)}.${role}`);
}

function next(root: string): string {
  return besides(root, 'next');
}

function previous(root: string): string {
  return besides(root, 'previous');
}
