import { type AddressRange, isRange } from './address-set';
import type { ClusterAddresses } from './cluster-addresses';
import type { Endpoint } from './endpoint';
import type { LabelSelector } from './label-selector';
import type { LabelSpace } from './label-space';
import type { Namespaces } from './namespaces';
import type { Direction } from './network-policy';
import type { AddressPeer, PodPeer, PolicyPeer } from './policy-peer';
import type { Condition } from './possibility';

/** The other end of a connection: pods, or addresses outside that no policy tells apart. */
export type Neighbour = Endpoint | AddressRange;

export function isOutside(neighbour: Neighbour): neighbour is AddressRange {
  return isRange(neighbour);
}

/** How a neighbour may be one that a peer speaks of. */
export interface PeerMatch {
  /** What must be true of labels that are not known. */
  readonly conditions: readonly Condition[];
  /** Whether it is one if so; otherwise that depends on addresses, which nobody knows beforehand. */
  readonly isSure: boolean;
}

export interface PeerWorld {
  readonly namespaces: Namespaces;
  readonly addresses: ClusterAddresses;
}

/** Which end the labels of a condition belong to. */
export const SELF = { Egress: 'source', Ingress: 'target' } as const;
const OTHER = { Egress: 'target', Ingress: 'source' } as const;

const SURE: PeerMatch = { conditions: [], isSure: true };

/** Whether a neighbour is, or may be, one that a peer of a policy in a namespace speaks of; undefined if it cannot be. */
export function matchOf(
  world: PeerWorld,
  direction: Direction,
  namespace: string,
  peer: PolicyPeer,
  neighbour: Neighbour,
): PeerMatch | undefined {
  if ('addresses' in peer) return addressMatch(world.addresses, direction, peer, neighbour);
  return isOutside(neighbour) ? undefined : podMatch(world.namespaces, direction, namespace, peer, neighbour);
}

function addressMatch(
  cluster: ClusterAddresses,
  direction: Direction,
  { addresses }: AddressPeer,
  neighbour: Neighbour,
): PeerMatch | undefined {
  if (isOutside(neighbour)) return addresses.has({ family: neighbour.family, value: neighbour.first }) ? SURE : undefined;
  return cluster.couldBePods(direction, addresses) ? { conditions: [], isSure: false } : undefined;
}

function podMatch(namespaces: Namespaces, direction: Direction, namespace: string, peer: PodPeer, pods: Endpoint): PeerMatch | undefined {
  if (peer.namespaces === undefined && pods.namespace !== namespace) return undefined;
  const there = peer.namespaces && conditionsFor(`namespace ${pods.namespace}`, namespaces.labelsOf(pods.namespace), peer.namespaces);
  const selected = conditionsFor(OTHER[direction], pods.labels, peer.pods);
  if (selected === undefined || (peer.namespaces !== undefined && there === undefined)) return undefined;
  return { conditions: [...(there ?? []), ...selected], isSure: true };
}

/** What must be true for a selector to select; nothing if it does in any case, undefined if it never does. */
export function conditionsFor(subject: string, labels: LabelSpace, selector: LabelSelector): Condition[] | undefined {
  switch (selector.matches(labels)) {
    case 'always':
      return [];
    case 'sometimes':
      return [{ subject, labels, selector }];
    case 'never':
      return undefined;
  }
}
