import { numberAt } from '../../manifest/fields';
import { isMapping, valueAt } from '../../manifest/manifest';
import { isNobody } from '../../manifest/nobody';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import { NETWORK_POLICY, type PolicyRule, rulesOf } from './policy';
import { isStorePolicy } from './store';

export const rulePorts: Rule = {
  id: 'network/rule-ports',
  title: 'Each rule of a network policy names its ports, and ranges of them that are some',
  severity: 'error',
  rationale:
    'A rule without ports allows all of them, and so the next thing that a pod listens on; a range needs a number to begin with (NetworkPolicy semantics 8, 16 and 18; bad inputs 58 and 64).',
  requirements: ['A6', 'A17', 'B41'],
  fix: 'list the ports, each with protocol and number or name; a range ends at or above its beginning',
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
  const first = valueAt(port, 'port');
  const last = numberAt(port, 'endPort');
  if (first === undefined && object.unit !== undefined) {
    yield { object, field: `${field}.port`, message: 'is missing, which allows every port of the protocol' };
  }
  if (last === undefined) return;
  if (typeof first !== 'number')
    yield { object, field: `${field}.endPort`, message: `is ${last}, but port is ${first ?? 'missing'} and no number` };
  else if (last < first) yield { object, field: `${field}.endPort`, message: `is ${last}, below port ${first}` };
}
