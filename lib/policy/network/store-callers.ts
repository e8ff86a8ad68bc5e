import { type Caller, isDeclared, letIn, nameOf } from '../membrane/caller';
import { type StorePods, storePods } from '../membrane/store-pods';
import { reachOf } from '../membrane/world-reach';
import type { Rule } from '../rule';
import type { World } from '../world';

export const storeCallers: Rule = {
  id: 'network/store-callers',
  title: 'Nobody may connect to a store but its declared callers',
  severity: 'error',
  rationale:
    'What counts is not that there are policies but what they add up to: one that selects too much, an address block that holds pods, or a pod on the network of a node is enough (requirements A17 to A19; membrane M2, M5 and M6; bad inputs 56, 58, 61, 62 and 67).',
  requirements: ['A17', 'A18', 'A19', 'B5', 'B41'],
  fix: 'narrow the policy; a component that is to call the store is declared in stores.NAME.callers of envs/catalogue.ts',
  *check(world) {
    for (const store of storePods(world)) yield* letIn(world, store, undeclaredCallers(world, store));
  },
};

function undeclaredCallers(world: World, store: StorePods): Caller[] {
  const { reachability } = reachOf(world);
  const pods = reachability.sourcesOf(store.workload, 'may').flatMap(({ workload }) => workload.endpoints);
  const outside = reachability.outsideOf(store.workload, 'Ingress', 'may').map(({ range }) => range);
  return [...outside, ...pods.filter((endpoint) => !isDeclared(world, store, endpoint))].map((neighbour) => ({
    name: nameOf(neighbour),
    neighbour,
  }));
}
