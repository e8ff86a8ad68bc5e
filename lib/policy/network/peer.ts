import { valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import { selectsAll } from '../wiring/label-selector';
import type { World } from '../world';
import { NETWORK_POLICY, type PolicyRule, rulesOf } from './policy';
import { isStorePolicy } from './store';

export const policyPeer: Rule = {
  id: 'network/peer',
  title: 'No peer of a network policy is every namespace',
  severity: 'error',
  rationale:
    'A peer that selects every namespace lets in whoever gets a label right (NetworkPolicy semantics 10 and 11; bad inputs 56 and 59).',
  requirements: ['A6', 'A17', 'B41'],
  fix: 'write podSelector and namespaceSelector in one item, and name the namespace by kubernetes.io/metadata.name',
  *check(world) {
    for (const policy of world.ofType(NETWORK_POLICY)) {
      for (const rule of rulesOf(policy)) yield* problems(world, rule);
    }
  },
};

function* problems(world: World, { policy: object, direction, peersField, peers }: PolicyRule): Iterable<Violation> {
  for (const [index, peer] of peers.entries()) {
    if (!selectsAll(valueAt(peer, 'namespaceSelector'))) continue;
    const isOurs = object.unit !== undefined || (direction === 'Ingress' && isStorePolicy(world, object));
    if (isOurs) yield { object, field: `${peersField}[${index}].namespaceSelector`, message: 'selects every namespace' };
  }
}
