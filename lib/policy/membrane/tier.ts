import { TIER } from '../../manifest/tier';
import type { World } from '../world';

/** What a namespace is for: as the catalogue has it, or as its label says. Undefined if nothing tells. */
export function tierOf(world: World, namespace: string): string | undefined {
  const { facts } = world;
  if (facts !== undefined && Object.hasOwn(facts.tiers, namespace)) return facts.tiers[namespace];
  return world.labelsOfNamespace(namespace)?.[TIER];
}
