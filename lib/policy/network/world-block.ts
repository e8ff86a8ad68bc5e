import { textAt, textsAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { type Cidr, isWithin, parseCidr } from '../../reach/cidr';
import type { Rule } from '../rule';
import { GATEWAY } from '../wiring/gateway';
import type { World } from '../world';
import { NETWORK_POLICY, type PolicyRule, rulesOf } from './policy';
import { isStorePolicy } from './store';

export const worldBlock: Rule = {
  id: 'network/world-block',
  title: 'Only the edge is open to all the world, and only others’ addresses are',
  severity: 'error',
  rationale:
    'A block of all addresses holds pods and nodes as well: who may reach “the internet” reaches every store that has no policy of its own (NetworkPolicy semantics 15; membrane M6; bad input 60).',
  requirements: ['A17', 'B40', 'B41', 'D16'],
  fix: 'name the addresses that are meant; where those are everybody’s, except the ranges of pods, Services and nodes',
  *check(world) {
    const edges = new Set(world.ofType(GATEWAY).map((gateway) => world.namespaceOf(gateway)));
    for (const object of world.ofType(NETWORK_POLICY)) {
      for (const rule of rulesOf(object)) {
        for (const [index, peer] of rule.peers.entries()) {
          const message = problemOf(world, rule, valueAt(peer, 'ipBlock'), edges);
          if (message !== undefined) yield { object, field: `${rule.peersField}[${index}].ipBlock.cidr`, message };
        }
      }
    }
  },
};

/** Blocks with fewer bits than 10.0.0.0/8 are no one’s network. */
const FEWEST_BITS = 8;

function problemOf(world: World, { policy, direction, ports }: PolicyRule, block: unknown, edges: ReadonlySet<string>): string | undefined {
  const text = textAt(block, 'cidr') ?? '';
  const range = parseCidr(text);
  if (range === undefined || range.prefix >= FEWEST_BITS) return undefined;
  if (isStorePolicy(world, policy)) return `is ${text}, and what it is about is a store`;
  if (direction === 'Ingress' && !edges.has(world.namespaceOf(policy))) return `is ${text}, and its namespace has no Gateway`;
  if (ports.length === 0) return `is ${text}, at every port`;
  const open = missingExceptions(world, range, textsAt(block, 'except'));
  return open.length === 0 ? undefined : `is ${text} without the exception of ${open.join(', ')}`;
}

/** Ranges of the cluster that a block holds and does not except; where those are not known, it has to except something. */
function missingExceptions({ facts }: World, range: Cidr, except: readonly string[]): readonly string[] {
  const exceptions = except.flatMap((text) => parseCidr(text) ?? []);
  if (facts === undefined) return exceptions.length === 0 ? ['the cluster’s own addresses'] : [];
  const { nodes, pods, services } = facts.ranges;
  return [...nodes, ...pods, ...services].filter((text) => {
    const own = parseCidr(text);
    return own !== undefined && isWithin(own, range) && !exceptions.some((exception) => isWithin(own, exception));
  });
}
