import { textAt, textsAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { parseCidr } from '../../reach/cidr';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';
import { NETWORK_POLICY, rulesOf } from './policy';

export const addressBlock: Rule = {
  id: 'network/block',
  title: 'Address blocks of a network policy are what they look like',
  severity: 'error',
  rationale:
    'A range that is written with one of its addresses means more of them than it seems to (NetworkPolicy semantics 13; bad input 60).',
  requirements: ['A6', 'B41', 'D16'],
  fix: 'write the first address of the range and its prefix length',
  *check(world) {
    for (const policy of world.ofType(NETWORK_POLICY)) {
      for (const { peersField, peers } of rulesOf(policy)) {
        for (const [index, peer] of peers.entries()) yield* problems(policy, `${peersField}[${index}].ipBlock`, valueAt(peer, 'ipBlock'));
      }
    }
  },
};

function* problems(object: WorldObject, field: string, block: unknown): Iterable<Violation> {
  yield* inexact(object, `${field}.cidr`, textAt(block, 'cidr'));
  for (const [index, exception] of textsAt(block, 'except').entries()) yield* inexact(object, `${field}.except[${index}]`, exception);
}

function* inexact(object: WorldObject, field: string, text = ''): Iterable<Violation> {
  const range = parseCidr(text);
  if (range === undefined || range.isExact) return;
  yield { object, field, message: `is ${text}, whose address has bits beyond its /${range.prefix}` };
}
