import { dirname } from 'node:path';
import type { FileSystem } from './file-system';

/** Writes a file, there or not: whoever reads it has the old text or the new one. */
export function replaceFile(fs: FileSystem, path: string, text: string): void {
  const temporary = `${path}.${process.pid}`;
  fs.makeDirectory(dirname(path));
  fs.remove(temporary);
  fs.write(temporary, text);
  fs.rename(temporary, path);
}
