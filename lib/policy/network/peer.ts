import { isMapping, valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import { selectsAll } from '../wiring/label-selector';
import type { World } from '../world';
import { NETWORK_POLICY, type PolicyRule, rulesOf } from './policy';
import { isStorePolicy } from './store';

export const policyPeer: Rule = {
  id: 'network/peer',
  title: 'Each peer of a network policy is one kind of neighbour, and not everybody',
  severity: 'error',
  rationale:
    'The API server refuses a peer that is empty or has both addresses and selectors; one that selects every namespace lets in whoever gets a label right (NetworkPolicy semantics 10 to 12; bad inputs 56 and 59).',
  requirements: ['A6', 'A17', 'B41'],
  fix: 'write podSelector and namespaceSelector in one item, or an ipBlock alone; name the namespace by kubernetes.io/metadata.name',
  *check(world) {
    for (const policy of world.ofType(NETWORK_POLICY)) {
      for (const rule of rulesOf(policy)) yield* problems(world, rule);
    }
  },
};

const SELECTORS = ['podSelector', 'namespaceSelector'] as const;

function* problems(world: World, { policy: object, direction, peersField, peers }: PolicyRule): Iterable<Violation> {
  for (const [index, value] of peers.entries()) {
    const field = `${peersField}[${index}]`;
    const selectors = SELECTORS.filter((key) => isMapping(valueAt(value, key)));
    const hasBlock = isMapping(valueAt(value, 'ipBlock'));
    if (selectors.length === 0 && !hasBlock) yield { object, field, message: 'is empty' };
    if (selectors.length > 0 && hasBlock) yield { object, field, message: `has an ipBlock beside ${selectors.join(' and ')}` };
    if (!selectsAll(valueAt(value, 'namespaceSelector'))) continue;
    const isOurs = object.unit !== undefined || (direction === 'Ingress' && isStorePolicy(world, object));
    if (isOurs) yield { object, field: `${field}.namespaceSelector`, message: 'selects every namespace' };
  }
}
