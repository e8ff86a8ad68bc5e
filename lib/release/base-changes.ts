import { changesBetween, type ObjectChange } from '../manifest/changes';
import type { LaidOut } from '../manifest/layout';
import type { Manifest } from '../manifest/manifest';
import type { Lock } from './lock';
import { imageReference } from './release';
import type { Rendering } from './rendering';

/**
 * What code that all environments share changes of a component, its new release left out. Nothing is told where more than the
 * release was edited: which field changed by what cannot be known then.
 */
export function baseChanges(
  before: readonly LaidOut[],
  lock: Lock | undefined,
  edited: readonly string[],
  { files, release }: Rendering,
): ObjectChange[] {
  if (lock === undefined || edited.some((key) => key !== 'release')) return [];
  const { version, digest } = lock;
  const was = version === undefined || digest === undefined ? undefined : imageReference('', { version, digest });
  const is = release && imageReference('', release);
  const held = before.map(({ manifest }) => (was === undefined || is === undefined ? manifest : exchanged(manifest, was, is)));
  return changesBetween(
    held,
    files.map(({ manifest }) => manifest),
  );
}

function exchanged(manifest: Manifest, was: string, is: string): Manifest {
  return was === is ? manifest : JSON.parse(JSON.stringify(manifest).replaceAll(was, is));
}
