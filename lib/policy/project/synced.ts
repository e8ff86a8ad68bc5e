import { listAt, textAt } from '../../manifest/fields';
import { isMapping, valueAt } from '../../manifest/manifest';
import { once } from '../once';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** A source of an Application, with the path of its field: `spec.source`, `spec.sources[0]`. */
export interface Source {
  readonly field: string;
  readonly value: unknown;
}

/** Where an Application takes its manifests from. What is hydrated first hides the rest, and a list that has sources the single one, as in Argo CD. */
export function sourcesOf(application: unknown): readonly Source[] {
  return isMapping(application) ? sourcesOnce(application) : readSources(application);
}

const sourcesOnce = once(readSources);

function readSources(application: unknown): readonly Source[] {
  const hydrated = valueAt(application, 'spec.sourceHydrator.drySource');
  if (hydrated !== undefined) return [{ field: 'spec.sourceHydrator.drySource', value: hydrated }];
  const sources = listAt(application, 'spec.sources');
  if (sources.length > 0) return sources.map((value, index) => ({ field: `spec.sources[${index}]`, value }));
  return [{ field: 'spec.source', value: valueAt(application, 'spec.source') }];
}

/** A path in a repository as folders are compared: no slash at either end, empty for the root. */
export function folderOfPath(path: string): string {
  return path.replace(/^\.?\/+|\/+$|^\.$/g, '');
}

/** The folder that a file is in. */
export function folderOfFile(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** A folder that an Application syncs. */
interface Folder {
  readonly application: WorldObject;
  readonly recurses: boolean;
}

/** The objects of ours that each Application syncs: those in its folders, and below one that recurses. */
export const syncedObjects = once((world: World): ReadonlyMap<WorldObject, readonly WorldObject[]> => {
  const folders = foldersOf(world);
  const applications = new Map<string, ReadonlySet<WorldObject>>();
  const synced = new Map<WorldObject, WorldObject[]>();
  for (const object of world.objects) {
    if (object.unit === undefined) continue;
    const folder = folderOfFile(object.file);
    const syncing = applications.get(folder) ?? new Set(applicationsAbove(folder, folders));
    applications.set(folder, syncing);
    for (const application of syncing) {
      const objects = synced.get(application);
      if (objects === undefined) synced.set(application, [object]);
      else objects.push(object);
    }
  }
  return synced;
});

function foldersOf(world: World): ReadonlyMap<string, readonly Folder[]> {
  const folders = new Map<string, Folder[]>();
  for (const application of world.ofType('argoproj.io/Application')) {
    for (const { value } of sourcesOf(application.manifest)) {
      const path = textAt(value, 'path');
      if (path === undefined) continue;
      const folder = folderOfPath(path);
      const recurses = valueAt(value, 'directory.recurse') === true;
      folders.set(folder, [...(folders.get(folder) ?? []), { application, recurses }]);
    }
  }
  return folders;
}

function* applicationsAbove(folder: string, folders: ReadonlyMap<string, readonly Folder[]>): Iterable<WorldObject> {
  const steps = folder.split('/');
  for (let depth = steps.length; depth >= 0; depth--) {
    for (const { application, recurses } of folders.get(steps.slice(0, depth).join('/')) ?? []) {
      if (recurses || depth === steps.length) yield application;
    }
  }
}
