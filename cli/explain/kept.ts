import { join } from 'node:path';
import {
  type Environment,
  type FieldStep,
  type LaidOut,
  type Manifest,
  objectKey,
  pausedBy,
  placeIn,
  readManifests,
  resumed,
  sha256,
} from '../../lib';
import type { FileSystem } from '../ports/file-system';
import { readLocks } from '../records';

/** What dist has of a field where that is not what the class renders today. */
export interface Kept {
  /** Undefined where the object in dist has no such field, or dist no such object. */
  readonly value: unknown;
  readonly isThere: boolean;
  /** Whether a lock holds the file; otherwise `synth` has not run since. */
  readonly isLocked: boolean;
  /** Ids of the open records of changes by hand that alone make the difference; none otherwise. */
  readonly pausedBy: readonly string[];
  /** Of the component, where it has one. */
  readonly version?: string;
}

/** Undefined where dist has the same value. */
export function keptField(
  { fs, root }: { readonly fs: FileSystem; readonly root: string },
  { name, traits }: Pick<Environment, 'name' | 'traits'>,
  { path, text, unit, manifest }: LaidOut,
  steps: readonly FieldStep[],
): Kept | undefined {
  const file = join(root, 'dist', name, path);
  const published = fs.kindOf(file) === 'file' ? fs.read(file) : undefined;
  if (published === text) return undefined;
  const object = readManifests(published ?? '').manifests.find((other) => objectKey(other) === objectKey(manifest));
  const value = object && placeIn(object, steps).value;
  const isAsToday = (other: Manifest): boolean =>
    JSON.stringify(placeIn(other, steps).value) === JSON.stringify(placeIn(manifest, steps).value);
  if (object && isAsToday(object)) return undefined;
  const incidents = object && isAsToday(resumed(object)) ? pausedBy(object) : [];
  const lock = traits.locked ? readLocks(fs, root, name).get(unit.component) : undefined;
  const isLocked = published !== undefined && lock?.files[path] === sha256(published);
  return {
    value,
    isThere: object !== undefined,
    isLocked,
    pausedBy: incidents,
    ...(lock?.version !== undefined && { version: lock.version }),
  };
}
