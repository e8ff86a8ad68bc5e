import { isGenerated } from '../../lib';
import type { FileSystem } from './file-system';

/** The files below a folder, and what is there that `synth` did not make. */
export interface TreeReading {
  /** Path below the folder, `/` as separator → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths below the folder with why they are none of ours. */
  readonly foreign: ReadonlyMap<string, string>;
}

/** Reads a tree of generated files without following any link. An absent folder is an empty tree. */
export function readGeneratedTree(fs: FileSystem, root: string): TreeReading {
  const files = new Map<string, string>();
  const foreign = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const name of [...fs.list(folder === '' ? root : `${root}/${folder}`)].sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const kind = fs.kindOf(`${root}/${path}`);
      if (kind === 'directory') visit(path);
      else if (kind !== 'file') foreign.set(path, kind === 'link' ? 'is a symbolic link' : 'is no regular file');
      else {
        const text = fs.read(`${root}/${path}`);
        files.set(path, text);
        if (!isGenerated(text)) foreign.set(path, 'does not begin with the line that marks generated files');
      }
    }
  };
  if (fs.kindOf(root) === 'directory') visit('');
  return { files, foreign };
}
