import { isMapping, valueAt } from '../../manifest/manifest';
import { isNobody } from '../../manifest/nobody';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import { NETWORK_POLICY, type PolicyRule, rulesOf } from './policy';
import { isStorePolicy } from './store';

export const rulePorts: Rule = {
  id: 'network/rule-ports',
  title: 'Each rule of a network policy names its ports',
  severity: 'error',
  rationale:
    'A rule without ports allows all of them, and so the next thing that a pod listens on (NetworkPolicy semantics 8 and 16; bad input 58).',
  requirements: ['A6', 'A17', 'B41'],
  fix: 'list the ports, each with protocol and number or name',
  *check(world) {
    for (const policy of world.ofType(NETWORK_POLICY)) {
      for (const rule of rulesOf(policy)) {
        if (rule.ports.length === 0) yield* allPorts(world, rule);
        for (const [index, port] of rule.ports.entries()) yield* problems(rule, `${rule.field}.ports[${index}]`, port);
      }
    }
  },
};

/** Within its own namespace, an add-on may talk as it likes; a store may not, and neither may who comes from elsewhere. */
function* allPorts(world: World, rule: PolicyRule): Iterable<Violation> {
  const { policy, field, peers } = rule;
  const others = peers.filter((peer) => !isNobody(peer));
  if (peers.length > 0 && others.every(isWithin) && !(others.length > 0 && isStorePolicy(world, policy))) return;
  if (policy.unit === undefined && !isStorePolicy(world, policy)) return;
  yield { object: policy, field: `${field}.ports`, message: 'is missing or empty, which allows every port' };
}

/** Whether a peer is of the policy's own namespace. */
function isWithin(peer: unknown): boolean {
  return isMapping(valueAt(peer, 'podSelector')) && valueAt(peer, 'namespaceSelector') === undefined;
}

function* problems({ policy: object }: PolicyRule, field: string, port: unknown): Iterable<Violation> {
  if (valueAt(port, 'port') !== undefined || object.unit === undefined) return;
  yield { object, field: `${field}.port`, message: 'is missing, which allows every port of the protocol' };
}
