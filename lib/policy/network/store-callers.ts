import type { Endpoint } from '../../reach/endpoint';
import { type Caller, callerOf } from '../membrane/caller';
import { isDeclared } from '../membrane/declared-callers';
import { type StorePods, storePods } from '../membrane/store-pods';
import { tierOf } from '../membrane/tier';
import { letIn } from '../membrane/way-in';
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
  const callers = reachability.sourcesOf(store.workload, 'may').flatMap(({ workload }) => workload.endpoints);
  // Pods that count as the store's own because they say who owns them.
  const pods = [...callers, ...store.workload.endpoints].filter((endpoint) => !isDeclared(world, store, endpoint));
  const outside = reachability.outsideOf(store.workload, 'Ingress', 'may').map(({ range }) => range);
  return [...outside, ...pods.filter((endpoint) => !isNodesOwn(world, endpoint))].map(callerOf);
}

/** What every node needs to be one runs on its network, and is the platform's: kube-proxy, network plug-ins, what measures nodes. */
function isNodesOwn(world: World, { hostNetwork, namespace }: Endpoint): boolean {
  return hostNetwork && (namespace === 'kube-system' || tierOf(world, namespace) === 'platform');
}
