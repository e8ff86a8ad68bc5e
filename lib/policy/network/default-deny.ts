import { peersOf } from '../../manifest/nobody';
import { compareText } from '../../manifest/order';
import { DIRECTIONS, type Direction } from '../../reach/network-policy';
import type { Rule } from '../rule';
import { selectsAll } from '../wiring/label-selector';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { podSelectorOf, policiesIn, rulesOf, typesOf } from './policy';

export const defaultDeny: Rule = {
  id: 'network/default-deny',
  title: 'Every namespace denies what nobody has allowed, in both directions',
  severity: 'error',
  rationale: 'Pods that no policy selects are open to every other pod (NSA C-0030 and C-0054; CIS 5.3.2; membrane M1; bad input 62).',
  requirements: ['A6', 'A32', 'B41', 'B46'],
  fix: 'add a NetworkPolicy with podSelector {}, policyTypes Ingress and Egress, and no rules',
  *check(world) {
    for (const object of world.ofType('/Namespace')) {
      const { name } = object.manifest.metadata;
      if (SYSTEM.has(name)) continue;
      const open = DIRECTIONS.filter((direction) => !policiesIn(world, name).some((policy) => denies(policy, direction)));
      if (open.length > 0)
        yield { object, message: `has no NetworkPolicy that denies all ${open.join(' and ').toLowerCase()} of all its pods` };
    }
    yield* unknownNamespaces(world);
  },
};

/** The cluster’s own, where a denial stops the cluster. */
const SYSTEM: ReadonlySet<string> = new Set(['kube-node-lease', 'kube-public', 'kube-system']);

/** Whether a policy isolates all pods of its namespace and allows nothing: it has no rules, or rules for nobody. */
function denies(policy: WorldObject, direction: Direction): boolean {
  return (
    selectsAll(podSelectorOf(policy)) &&
    typesOf(policy).includes(direction) &&
    rulesOf(policy)
      .filter((rule) => rule.direction === direction)
      .every(({ value }) => peersOf(value, direction === 'Ingress' ? 'from' : 'to')?.length === 0)
  );
}

/** Where pods of ours are, there has to be a Namespace to look at. */
function* unknownNamespaces(world: World): Iterable<{ object: WorldObject; field: string; message: string; fix: string }> {
  const seen = new Set<string>();
  // The first by its key, whatever the order of the objects.
  for (const { object, namespace } of world.pods.toSorted((a, b) => compareText(a.object.key, b.object.key))) {
    if (object.unit === undefined || seen.has(namespace) || world.tryFind('/Namespace', '', namespace) !== undefined) continue;
    seen.add(namespace);
    yield {
      object,
      field: 'metadata.namespace',
      message: `is "${namespace}", a namespace that is not among the objects, so that nothing is known of its policies`,
      fix: 'declare the namespace in envs/catalogue.ts, or place the pods in one that is declared',
    };
  }
}
