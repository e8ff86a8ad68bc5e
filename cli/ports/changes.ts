import { dirname, join } from 'node:path';
import { changedMeanwhile } from '../messages';
import type { FileSystem } from './file-system';

/** What becomes of one file, by its path in the project. */
export interface Change {
  readonly path: string;
  /** What it held when the change was thought out. @default it was not there */
  readonly before?: string;
  readonly after: string;
}

/** A file that goes. */
export interface Removal {
  readonly path: string;
  readonly before: string;
  readonly after?: undefined;
}

/**
 * Makes all changes or none: everything is on the disk under other names before the first file is replaced.
 * Returns what takes them back. @throws a file that changed since it was read, and what the disk says
 */
export function apply(fs: FileSystem, root: string, changes: readonly (Change | Removal)[]): () => void {
  for (const { path, before } of changes) {
    const kind = fs.kindOf(join(root, path));
    const isAsRead = before === undefined ? kind === undefined : kind === 'file' && fs.read(join(root, path)) === before;
    if (!isAsRead) throw changedMeanwhile(path);
  }
  const made: string[] = [];
  const replaced: (Change | Removal)[] = [];
  const undo = (): void => {
    for (const { path } of changes) fs.remove(temporary(join(root, path)));
    for (const { path, before } of replaced) {
      if (before === undefined) fs.remove(join(root, path));
      else replace(fs, join(root, path), before);
    }
    for (const folder of made) fs.remove(folder);
  };
  try {
    for (const { path, after } of changes) {
      if (after === undefined) continue;
      const file = join(root, path);
      const folder = topmostMissing(fs, dirname(file));
      if (folder !== undefined) made.push(folder);
      fs.makeDirectory(dirname(file));
      fs.write(temporary(file), after);
    }
    for (const change of changes) {
      const file = join(root, change.path);
      if (change.after === undefined) fs.remove(file);
      else fs.rename(temporary(file), file);
      replaced.push(change);
    }
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

function temporary(file: string): string {
  return `${file}.${process.pid}`;
}

function replace(fs: FileSystem, file: string, text: string): void {
  fs.write(temporary(file), text);
  fs.rename(temporary(file), file);
}

function topmostMissing(fs: FileSystem, folder: string): string | undefined {
  if (fs.kindOf(folder) !== undefined) return undefined;
  return topmostMissing(fs, dirname(folder)) ?? folder;
}
