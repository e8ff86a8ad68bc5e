import { basename, join } from 'node:path';
import { type ClusterRanges, type Consequence, consequencesOf, type EnvironmentFile, type FileChange, readManifests } from '../lib';
import { componentsIn } from './index-file';
import type { FileSystem } from './ports/file-system';
import type { Git } from './ports/git';
import { isManifestFile, readManifestFolder } from './ports/manifest-folder';

/** Components by file, below the environment. */
export type Components = ReadonlyMap<string, string>;

/** What `dist` of the working tree holds of an environment, by path; nothing if it has no folder there. */
export function currentFiles(environment: string, components: Components, root: string, fs: FileSystem): EnvironmentFile[] {
  const folder = join(root, 'dist', environment);
  if (fs.kindOf(folder) !== 'directory') return [];
  const files = readManifestFolder(fs, folder).map(({ file, manifests, problems }) => {
    const path = file.slice(folder.length + 1);
    return { path, component: components.get(path) ?? '', manifests, problems };
  });
  return files.sort(byPath);
}

/** What an environment held before some changes, by path: every other file is as it was. */
function formerFiles(current: readonly EnvironmentFile[], changes: readonly FileChange[]): EnvironmentFile[] {
  const changed = new Set(changes.map(({ path }) => path));
  const former = changes.flatMap(({ path, component, before }) => (before === undefined ? [] : readFile(path, component, before)));
  return [...current.filter(({ path }) => !changed.has(path)), ...former].sort(byPath);
}

/** What a commit holds of an environment in `dist`, by path; nothing if it has none. */
export function committedFiles(environment: string, commit: string, git: Git): EnvironmentFile[] {
  const folder = `dist/${environment}`;
  const blobs = [...git.tree(commit, folder)];
  const texts = git.texts([...new Set(blobs.map(([, blob]) => blob))]);
  return filesIn(new Map(blobs.map(([file, blob]) => [file.slice(folder.length + 1), texts.get(blob) ?? ''])));
}

/** The manifests among the files of an environment, from their texts by path. */
export function filesIn(texts: ReadonlyMap<string, string>): EnvironmentFile[] {
  const components = new Map(componentsIn(texts.get('index.json')));
  return [...texts].flatMap(([path, text]) => readFile(path, components.get(path) ?? '', text)).sort(byPath);
}

/**
 * What some changes do to a cluster, and to who reaches whom in it.
 * @param read all files of the environment as they are after the changes; read once, and only if something depends on the rest
 * @param ranges addresses of the cluster. @default unknown
 */
export function consequencesOfChanges(
  environment: string,
  changes: readonly FileChange[],
  read: () => readonly EnvironmentFile[],
  ranges?: ClusterRanges,
): Consequence[] {
  let files: readonly EnvironmentFile[] | undefined;
  const after = (): readonly EnvironmentFile[] => {
    files ??= read();
    return files;
  };
  return consequencesOf(
    environment,
    changes,
    () => after().flatMap(({ manifests }) => manifests),
    () => ({ before: formerFiles(after(), changes), after: after(), ...(ranges && { ranges }) }),
  );
}

function readFile(path: string, component: string, text: string): EnvironmentFile[] {
  return isManifestFile(basename(path)) ? [{ path, component, ...readManifests(text) }] : [];
}

function byPath({ path }: EnvironmentFile, { path: other }: EnvironmentFile): number {
  return path < other ? -1 : 1;
}
