import { join, relative } from 'node:path';
import type { Manifest } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import { type ManifestFile, readManifestFolder } from '../ports/manifest-folder';
import { noManifests, unreadableManifests } from './messages';
import { applyAsArgoCd } from './server-side-apply';
import type { Kubectl } from './target';

/** The manifests below folders of what was rendered, in order. @throws {Refusal} a folder that is not there, or files that cannot be read */
export function manifestsIn(fs: FileSystem, rendered: string, folders: readonly string[]): readonly Manifest[] {
  for (const folder of folders) {
    if (fs.kindOf(join(rendered, folder)) !== 'directory') throw noManifests(rendered, `folder ${folder}`);
  }
  const files = folders.flatMap((folder) => readManifestFolder(fs, join(rendered, folder)));
  const problems = files.flatMap(({ file, problems: found }: ManifestFile) => found.map((what) => `${relative(rendered, file)}: ${what}`));
  if (problems.length > 0) throw unreadableManifests(problems);
  return files.flatMap(({ manifests }) => manifests);
}

/** Delivers objects in one call, in their order; nothing if there is none. @throws {Refusal} what the API server refused */
export async function deliver(cluster: Kubectl, manifests: readonly Manifest[]): Promise<void> {
  if (manifests.length === 0) return;
  await applyAsArgoCd(cluster, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }));
}
