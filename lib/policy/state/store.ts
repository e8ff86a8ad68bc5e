import { groupBy } from '../../manifest/group-by';
import { valueAt } from '../../manifest/manifest';
import { once } from '../once';
import type { PlatformFacts } from '../platform-facts';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** A store that the catalogue names, with what there is of it. */
export interface Store {
  readonly name: string;
  readonly namespace: string;
  /** `canonical` or `rebuildable`. */
  readonly state: string;
  readonly objects: readonly WorldObject[];
}

/** The stores of the catalogue that have objects: those of its unit, and those in its namespace that bear its name. */
export const storesOf = once((world: World): readonly Store[] => {
  const stores = world.facts?.stores;
  if (stores === undefined) return [];
  const objects = groupBy(world.objects, (object) => storeOf(object, stores, world) ?? '');
  return Object.entries(stores).flatMap(([name, { namespace, state }]) => {
    const own = objects.get(name);
    return own === undefined ? [] : [{ name, namespace, state, objects: own }];
  });
});

/** The stores whose data cannot be made again. */
export function canonicalStores(world: World): Store[] {
  return storesOf(world).filter(({ state }) => state === 'canonical');
}

function storeOf(object: WorldObject, stores: PlatformFacts['stores'], world: World): string | undefined {
  const folder = object.unit?.folder ?? '';
  if (folder.startsWith('stores/') && Object.hasOwn(stores, folder.slice('stores/'.length))) return folder.slice('stores/'.length);
  const labels = valueAt(object.manifest, 'metadata.labels') as Readonly<Record<string, unknown>> | undefined;
  const name = String(labels?.['app.kubernetes.io/name']);
  return Object.hasOwn(stores, name) && stores[name]?.namespace === world.namespaceOf(object) ? name : undefined;
}
