import { type FieldChange, fieldChanges } from '../manifest/changes';
import { groupBy } from '../manifest/group-by';
import { objectKey } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import { readManifests } from '../manifest/yaml-reader';
import type { FileChange } from './consequence';
import { withoutSecrets } from './secrecy';

/** An object as it is in a file. */
export interface Placed {
  readonly path: string;
  readonly component: string;
  readonly manifest: Manifest;
}

/** One object that a change touches: where it is and was, and which fields are different. */
export interface ChangedObject {
  readonly key: string;
  readonly before?: Placed;
  readonly after?: Placed;
  /** Empty for objects that are added, removed, moved or printed in another way. */
  readonly fields: readonly FieldChange[];
}

/** The objects in changed files, and the files that cannot be read as objects. */
export interface ReadChanges {
  readonly objects: readonly ChangedObject[];
  readonly unreadable: readonly { readonly file: FileChange; readonly problem: string }[];
}

/** Reads both sides of every file, and pairs what is one object: first in the same file, then in another one, which is a move. */
export function readChanges(files: readonly FileChange[]): ReadChanges {
  const unreadable: { file: FileChange; problem: string }[] = [];
  const before: Placed[] = [];
  const after: Placed[] = [];
  for (const file of files) {
    const was = readManifests(file.before ?? '');
    const is = readManifests(file.after ?? '');
    const problem = is.problems[0] ?? was.problems[0] ?? nothingIn(file, was.manifests.length + is.manifests.length);
    if (problem !== undefined) unreadable.push({ file, problem });
    else {
      const place = (manifest: Manifest): Placed => ({ path: file.path, component: file.component, manifest });
      before.push(...was.manifests.map(place));
      after.push(...is.manifests.map(place));
    }
  }
  return { objects: paired(before, after), unreadable };
}

function nothingIn({ path }: FileChange, objects: number): string | undefined {
  if (!/\.(ya?ml|json)$/.test(path)) return 'is no manifest';
  return objects === 0 ? 'holds no object' : undefined;
}

function paired(before: readonly Placed[], after: readonly Placed[]): ChangedObject[] {
  const old = groupBy(before, ({ manifest }) => objectKey(manifest));
  const current = groupBy(after, ({ manifest }) => objectKey(manifest));
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((key) => pairs(key, [...(old.get(key) ?? [])], current.get(key) ?? []));
}

function pairs(key: string, befores: Placed[], afters: readonly Placed[]): ChangedObject[] {
  const take = (index: number): Placed | undefined => (index < 0 ? undefined : befores.splice(index, 1)[0]);
  const inPlace = afters.map((is) => ({ is, was: take(befores.findIndex(({ path }) => path === is.path)) }));
  const found = inPlace.map(({ is, was }) => changed(key, was ?? take(0), is));
  return [...found, ...befores.map((was) => changed(key, was, undefined))];
}

function changed(key: string, before: Placed | undefined, after: Placed | undefined): ChangedObject {
  const isBoth = before !== undefined && after !== undefined;
  const fields = isBoth ? withoutSecrets(after.manifest.kind, fieldChanges(before.manifest, after.manifest)) : [];
  return { key, ...(before && { before }), ...(after && { after }), fields };
}
