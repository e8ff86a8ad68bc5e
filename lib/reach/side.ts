import type { Endpoint } from './endpoint';
import type { Isolation, Isolations } from './isolations';
import type { Direction, NetworkPolicy, PolicyRule } from './network-policy';
import { isOutside, matchOf, type Neighbour, type PeerMatch, type PeerWorld } from './peer-match';
import type { PolicyPeer } from './policy-peer';
import { PortSet } from './port-set';
import type { Condition } from './possibility';
import { possiblePorts, surePorts } from './rule-ports';

/** That a rule lets connections through. */
export interface Ground {
  readonly policy: NetworkPolicy;
  readonly rule: PolicyRule;
  /** Undefined: the rule is for everybody. */
  readonly peer: PolicyPeer | undefined;
  /** What must be true of labels that are not known, for the policy to select and for the peer to match. */
  readonly conditions: readonly Condition[];
  /** Ports that it could let through if so. */
  readonly possible: PortSet;
  /** Ports that it lets through if so, whatever else is not known. */
  readonly sure: PortSet;
}

/** One end of a connection as the policies of its namespace see it: egress at the source, ingress at the target. */
export interface Side {
  readonly direction: Direction;
  readonly isolations: readonly Isolation[];
  readonly grounds: readonly Ground[];
  /** Whether policies may have no power over the connection, as one of its ends is on the network of a node. */
  readonly isBeyondPolicies: boolean;
}

/** What sides are worked out from. */
export interface SideWorld extends PeerWorld {
  readonly isolations: Isolations;
}

/** One end of a connection: what the policies of some pods say to a neighbour. */
export function sideOf(world: SideWorld, direction: Direction, pods: Endpoint, neighbour: Neighbour): Side {
  const isolations = world.isolations.of(direction, pods);
  return {
    direction,
    isolations,
    grounds: isolations.flatMap((isolation) => groundsOf(world, direction, isolation, pods, neighbour)),
    isBeyondPolicies: pods.hostNetwork || (!isOutside(neighbour) && neighbour.hostNetwork),
  };
}

/**
 * Ports by name are those of the target, whichever side asks. A neighbour on the network of a node may look like the node, which no selector
 * finds and whose ports have no names. (If so, pods that are there themselves look like one as well, and no policy closes them.)
 */
function groundsOf(
  world: SideWorld,
  direction: Direction,
  { policy, conditions }: Isolation,
  pods: Endpoint,
  neighbour: Neighbour,
): Ground[] {
  const target = direction === 'Ingress' ? pods : neighbour;
  const containers = isOutside(target) ? undefined : target.ports;
  const mayBeNode = !pods.hostNetwork && !isOutside(neighbour) && neighbour.hostNetwork;
  return (policy.rules[direction] ?? []).flatMap((rule): Ground[] => {
    const matches = matchesOf(world, direction, policy, rule, neighbour);
    if (matches.length === 0) return [];
    const possible = possiblePorts(rule.ports, containers);
    const sure = surePorts(rule.ports, mayBeNode && target === neighbour ? undefined : containers);
    return matches.map(({ peer, match }) => ({
      policy,
      rule,
      peer,
      conditions: match.conditions.length === 0 ? conditions : [...conditions, ...match.conditions],
      possible,
      sure: match.isSure && !(mayBeNode && peer !== undefined) ? sure : PortSet.none,
    }));
  });
}

interface Matching {
  readonly peer: PolicyPeer | undefined;
  readonly match: PeerMatch;
}

const EVERYBODY: readonly Matching[] = [{ peer: undefined, match: { conditions: [], isSure: true } }];

/** The peers of a rule that a neighbour is, or may be; a rule without peers is for everybody. */
function matchesOf(
  world: PeerWorld,
  direction: Direction,
  { namespace }: NetworkPolicy,
  { peers }: PolicyRule,
  neighbour: Neighbour,
): readonly Matching[] {
  if (peers === undefined) return EVERYBODY;
  return peers.flatMap((peer) => {
    const match = matchOf(world, direction, namespace, peer, neighbour);
    return match === undefined ? [] : [{ peer, match }];
  });
}
