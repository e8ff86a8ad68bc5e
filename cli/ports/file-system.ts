import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { notFlushed } from '../messages';

/** The calls that publishing makes to the disk; tests let each of them fail. */
export interface FileSystem {
  /** What is there, links not followed; undefined if nothing is. */
  kindOf(path: string): 'file' | 'directory' | 'link' | 'other' | undefined;
  list(directory: string): readonly string[];
  /** Whether this user may make and remove files in the directory. */
  isWritable(directory: string): boolean;
  read(path: string): string;
  /** Fails if something is there already. */
  write(path: string, text: string): void;
  makeDirectory(path: string): void;
  /** A second name for a file. Fails where the file system has no hard links. */
  link(existing: string, path: string): void;
  rename(from: string, to: string): void;
  /** A file, a link or a whole directory; nothing if nothing is there. */
  remove(path: string): void;
  /** Returns when everything written below the directory is on the disk. */
  flush(directory: string): void;
}

/** What statfs calls tmpfs (Linux, linux/magic.h). */
const TMPFS = 0x01021994;

export const disk: FileSystem = {
  kindOf(path) {
    const stat = fs.lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (stat.isSymbolicLink()) return 'link';
    if (stat.isDirectory()) return 'directory';
    return stat.isFile() ? 'file' : 'other';
  },
  list: (directory) => fs.readdirSync(directory),
  isWritable(directory) {
    try {
      fs.accessSync(directory, fs.constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
  read: (path) => fs.readFileSync(path, 'utf8'),
  write(path, text) {
    const file = fs.openSync(path, 'wx');
    try {
      // As a string: writeFileSync would make a buffer of each of thousands of files.
      const written = fs.writeSync(file, text);
      if (written < Buffer.byteLength(text)) fs.writeFileSync(file, Buffer.from(text).subarray(written));
    } finally {
      fs.closeSync(file);
    }
  },
  makeDirectory: (path) => void fs.mkdirSync(path, { recursive: true }),
  link: (existing, path) => fs.linkSync(existing, path),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.rmSync(path, { recursive: true, force: true }),
  flush(directory) {
    // A file system in memory has no disk to wait for.
    if (fs.statfsSync(directory).type === TMPFS) return;
    const { status } = spawnSync('sync', ['-f', directory], { stdio: 'ignore' });
    if (status !== 0 && spawnSync('sync', [], { stdio: 'ignore' }).status !== 0) throw notFlushed(directory);
  },
};
