import { join } from 'node:path';
import { foreignFile } from '../messages';
import type { FileSystem } from './file-system';
import { replaceFile } from './replace-file';

/** What became of a file that a command makes from the classes. */
export type Regenerated = 'unchanged' | 'added' | 'changed';

/** A file of the project outside dist that is made, and never edited. Its first line says so. */
export interface GeneratedFile {
  readonly fs: FileSystem;
  readonly root: string;
  /** What makes it, for people: `npm run COMMAND`. */
  readonly command: string;
  /** Path in the project. */
  readonly path: string;
  /** Whole, its first line included. */
  readonly text: string;
}

/** Writes the file unless it is there as it should be, or only says what that would do. @throws {Refusal} over a file that nobody here made */
export function regenerate({ fs, root, command, path, text }: GeneratedFile, { check }: { readonly check: boolean }): Regenerated {
  const file = join(root, path);
  const kind = fs.kindOf(file);
  const current = kind === 'file' ? fs.read(file) : undefined;
  if (kind !== undefined && !current?.startsWith(text.slice(0, text.indexOf('\n') + 1))) throw foreignFile(path, command, kind);
  if (current === text) return 'unchanged';
  if (!check) replaceFile(fs, file, text);
  return current === undefined ? 'added' : 'changed';
}
