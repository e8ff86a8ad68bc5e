import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/**
 * Whether something that is named and not among the objects is really missing: who wrote what names it should have written it here,
 * too. Of manifests that nobody here wrote, that is so if they hold others of its kind in its namespace.
 */
export function isMissing(world: World, { unit }: Pick<WorldObject, 'unit'>, namespace: string, hasOthers: boolean): boolean {
  return (unit !== undefined || hasOthers) && !filledElsewhere(world).has(namespace);
}

const filled = new WeakMap<World, ReadonlySet<string>>();

/** Namespaces that hold what is not among the objects: what charts render, and what somebody else's Applications bring. */
export function filledElsewhere(world: World): ReadonlySet<string> {
  let found = filled.get(world);
  if (found === undefined) {
    const applications = world.ofType('argoproj.io/Application').filter(bringsOthers);
    const releases = world.ofType('helm.toolkit.fluxcd.io/HelmRelease');
    found = new Set([
      ...applications.flatMap(({ manifest }) => textAt(manifest, 'spec.destination.namespace') ?? []),
      ...releases.map((release) => textAt(release.manifest, 'spec.targetNamespace') ?? world.namespaceOf(release)),
    ]);
    filled.set(world, found);
  }
  return found;
}

/** Of ours, the folders of all but charts are among the objects. */
function bringsOthers({ manifest, unit }: WorldObject): boolean {
  const sources = [valueAt(manifest, 'spec.source'), ...listAt(manifest, 'spec.sources')];
  return unit === undefined || sources.some((source) => valueAt(source, 'chart') !== undefined);
}
