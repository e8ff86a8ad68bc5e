import { textAt, textsAt } from '../../manifest/fields';
import { isMapping, valueAt } from '../../manifest/manifest';
import { isWithin, parseCidr } from '../../reach/cidr';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';
import { NETWORK_POLICY, rulesOf } from './policy';

export const addressBlock: Rule = {
  id: 'network/block',
  title: 'Address blocks of a network policy are what they look like',
  severity: 'error',
  rationale:
    'An exception outside its block, or a block that is no range, is refused; one with host bits set means more addresses than it seems to (NetworkPolicy semantics 13; bad input 60).',
  requirements: ['A6', 'B41', 'D16'],
  fix: 'write the first address of the range and its prefix length, and only exceptions that lie inside it',
  *check(world) {
    for (const policy of world.ofType(NETWORK_POLICY)) {
      for (const { peersField, peers } of rulesOf(policy)) {
        for (const [index, peer] of peers.entries()) {
          const value = valueAt(peer, 'ipBlock');
          if (isMapping(value)) yield* problems(policy, `${peersField}[${index}].ipBlock`, value);
        }
      }
    }
  },
};

function* problems(object: WorldObject, field: string, value: unknown): Iterable<Violation> {
  const text = textAt(value, 'cidr') ?? '';
  const outer = parseCidr(text);
  yield* malformed(object, `${field}.cidr`, text);
  for (const [index, exception] of textsAt(value, 'except').entries()) {
    yield* malformed(object, `${field}.except[${index}]`, exception);
    const inner = parseCidr(exception);
    if (inner === undefined || outer === undefined) continue;
    if (!isWithin(inner, outer))
      yield { object, field: `${field}.except[${index}]`, message: `is ${exception}, which is not inside ${text}` };
    else if (inner.prefix === outer.prefix)
      yield { object, field: `${field}.except[${index}]`, message: `is ${exception}, all of ${text}` };
  }
}

function* malformed(object: WorldObject, field: string, text: string): Iterable<Violation> {
  const range = parseCidr(text);
  if (range === undefined) yield { object, field, message: `is "${text}", which is no range of addresses` };
  else if (!range.isExact) yield { object, field, message: `is ${text}, whose address has bits beyond its /${range.prefix}` };
}
