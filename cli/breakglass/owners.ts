import { join } from 'node:path';
import { type OwnersOf, ownersIn } from '../../lib';
import type { FileSystem } from '../ports/file-system';

/** Who has to approve a change of a file, by the project's own `.github/CODEOWNERS`. */
export function ownersOf(fs: FileSystem, root: string): OwnersOf {
  const file = join(root, '.github/CODEOWNERS');
  return ownersIn(fs.kindOf(file) === 'file' ? fs.read(file) : '');
}
