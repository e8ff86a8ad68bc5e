import { TIER } from '../../manifest/tier';
import { once } from '../once';
import { GATEWAY } from '../wiring/gateway';
import type { World } from '../world';

/** What a namespace is for: as the catalogue has it, or as its label says; the edge is where the platform has a Gateway. Undefined if nothing tells. */
export function tierOf(world: World, namespace: string): string | undefined {
  const { facts } = world;
  if (facts !== undefined && Object.hasOwn(facts.tiers, namespace)) return facts.tiers[namespace];
  const tier = world.labelsOfNamespace(namespace)?.[TIER];
  return tier === 'platform' && gatewayPlaces(world).has(namespace) ? 'edge' : tier;
}

const gatewayPlaces = once(
  (world: World): ReadonlySet<string> => new Set(world.ofType(GATEWAY).map((gateway) => world.namespaceOf(gateway))),
);
