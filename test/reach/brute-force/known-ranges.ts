import { bitsOf, contains, firstOf, lastOf, neighbour } from './address';
import { directionsOf } from './evaluator';
import type { IpBlock, NetworkPolicy, Peer, Rule } from './kubernetes';

/** Where a cluster says that its own addresses are, in CIDR notation. */
export interface Ranges {
  readonly pods: readonly string[];
  readonly services: readonly string[];
  readonly nodes: readonly string[];
}

/**
 * What a policy says to pods of a cluster whose addresses are known: a block that holds none of them is nobody. As the source of a
 * connection a policy sees a pod or a node, as its target a Service as well. The evaluator itself knows of no ranges.
 */
export function amongPods(policy: NetworkPolicy, { pods, services, nodes }: Ranges): NetworkPolicy {
  const { ingress = [], egress = [] } = policy.spec;
  return {
    ...policy,
    spec: {
      ...policy.spec,
      // What follows from rules that are left out here is said.
      policyTypes: directionsOf(policy) as readonly ('Ingress' | 'Egress')[],
      ingress: ingress.flatMap((rule) => among(rule, 'from', [...pods, ...nodes])),
      egress: egress.flatMap((rule) => among(rule, 'to', [...pods, ...nodes, ...services])),
    },
  };
}

/** The rule without the blocks that lie elsewhere; none if nobody is left. A rule without peers is for everybody. */
function among(rule: Rule, side: 'from' | 'to', ranges: readonly string[]): Rule[] {
  const peers = rule[side] ?? [];
  if (peers.length === 0) return [rule];
  const here = peers.filter(({ ipBlock }: Peer) => ipBlock === undefined || ranges.some((range) => overlaps(ipBlock, range)));
  return here.length === 0 ? [] : [{ ...rule, [side]: here }];
}

/** If they share an address, the first one of these is the first of one of them, or the one behind an exception. */
function overlaps({ cidr, except = [] }: IpBlock, range: string): boolean {
  const candidates = [firstOf(cidr), firstOf(range), ...except.map((each) => neighbour(lastOf(each), 1))];
  return candidates.some((address) => {
    if (address === undefined) return false;
    const bits = bitsOf(address);
    return contains(cidr, bits) && contains(range, bits) && !except.some((each) => contains(each, bits));
  });
}

/** Whether an address is one that pods or Services have, so that nobody outside has it. */
export function isInside(address: string, { pods, services }: Ranges): boolean {
  return [...pods, ...services].some((range) => contains(range, bitsOf(address)));
}

/** The first addresses of the ranges, and those just outside of them. */
export function edgesOf({ pods, services, nodes }: Ranges): string[] {
  const edges = [...pods, ...services, ...nodes].flatMap((range) => [
    neighbour(firstOf(range), -1),
    firstOf(range),
    neighbour(lastOf(range), 1),
  ]);
  return edges.filter((address) => address !== undefined);
}
