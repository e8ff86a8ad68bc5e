import { join } from 'node:path';
import { type Manifest, readManifests } from '../../lib';
import { notAFolder } from '../messages';
import type { FileSystem } from './file-system';

/** One file of a folder that nobody here wrote. */
export interface ManifestFile {
  readonly file: string;
  readonly text: string;
  readonly manifests: readonly Manifest[];
  readonly problems: readonly string[];
}

/** Configuration of kustomize and the index of this project are no objects of a cluster. */
const NO_OBJECTS = /^(kustomization\.ya?ml|Kustomization|index\.json)$/;

/** Whether a file of that name is one of manifests. */
export function isManifestFile(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name) && !NO_OBJECTS.test(name);
}

/** Every manifest below a folder: .yaml, .yml and .json files of any layout. Links are reported, not followed. @throws Refusal if there is no such folder */
export function readManifestFolder(fs: FileSystem, root: string): ManifestFile[] {
  if (fs.kindOf(root) !== 'directory') throw notAFolder(root);
  const files: ManifestFile[] = [];
  const visit = (folder: string): void => {
    for (const name of [...fs.list(folder)].sort()) {
      const path = join(folder, name);
      const kind = fs.kindOf(path);
      if (kind === 'directory') visit(path);
      else if (isManifestFile(name))
        files.push(kind === 'file' ? readFile(fs, path) : unread(path, 'is no regular file and was not followed'));
    }
  };
  visit(root);
  return files;
}

function readFile(fs: FileSystem, file: string): ManifestFile {
  const text = fs.read(file);
  return { file, text, ...readManifests(text) };
}

function unread(file: string, problem: string): ManifestFile {
  return { file, text: '', manifests: [], problems: [problem] };
}
