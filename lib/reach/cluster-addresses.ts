import { AddressSet } from './address-set';
import { parseCidr } from './cidr';
import type { Direction } from './network-policy';
import type { ClusterRanges } from './reach-world';

/**
 * Where a cluster's own addresses are. When a policy looks at a connection between pods, addresses may have been translated already
 * or not yet: the source may be seen as a node, the target as a Service or a node (types.go: "the order is not defined").
 */
export class ClusterAddresses {
  /** All addresses that are not of pods and Services, as far as those are known. */
  readonly outside: AddressSet;
  private readonly peers: Readonly<Record<Direction, AddressSet>>;

  constructor(ranges: ClusterRanges = {}) {
    const pods = setOf(ranges.pods);
    const nodes = setOf(ranges.nodes);
    const services = setOf(ranges.services);
    this.outside = AddressSet.all.difference(pods ?? AddressSet.none).difference(services ?? AddressSet.none);
    const sources = pods && nodes && pods.union(nodes);
    const targets = sources && services && sources.union(services);
    this.peers = { Ingress: sources ?? AddressSet.all, Egress: targets ?? AddressSet.all };
  }

  /** Whether a policy that looks at a connection in a direction may find the pod at the other end among these addresses. */
  couldBePods(direction: Direction, addresses: AddressSet): boolean {
    return this.peers[direction].overlaps(addresses);
  }
}

/** Undefined if they are not known, or if one of them is no range: then they could be anywhere. */
function setOf(texts: readonly string[] | undefined): AddressSet | undefined {
  const ranges = texts?.map((text) => parseCidr(text));
  return ranges?.every((range) => range !== undefined) ? AddressSet.of(ranges) : undefined;
}
