import { TIER } from '../../manifest/tier';
import { tierOf } from '../membrane/tier';
import type { PodView } from '../pod-view';
import { podsOf } from '../wiring/label-index';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { podSelectorOf } from './policy';

/** Whether a namespace is for stores. */
export function isStoreNamespace(world: World, namespace: string): boolean {
  return tierOf(world, namespace) === 'store';
}

/** Whether a pod is a store's, by where it is or by what it says. */
export function isStorePod(world: World, { namespace, labels }: PodView): boolean {
  return labels[TIER] === 'store' || isStoreNamespace(world, namespace);
}

/** Whether a policy is about a store. */
export function isStorePolicy(world: World, policy: WorldObject): boolean {
  const namespace = world.namespaceOf(policy);
  const selector = podSelectorOf(policy);
  if (isStoreNamespace(world, namespace)) return true;
  return podsOf(world)
    .select(namespace, selector)
    .some((pod) => isStorePod(world, pod));
}
