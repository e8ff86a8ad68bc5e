import type { Answer } from './answer';
import type { Direction } from './network-policy';
import type { PortSet } from './port-set';
import type { ReachObject } from './reach-world';
import type { Side } from './side';

/** Where a policy is, and whether what is said of it depends on labels that are not known. */
export interface PolicyMention {
  /** `namespace/name` */
  readonly policy: string;
  readonly object: ReachObject;
  readonly isCertain: boolean;
}

/** A rule that lets a connection through. */
export interface Allowance extends PolicyMention {
  /** Path of the peer, or of the rule if it is for everybody: `spec.ingress[0].from[1]`. */
  readonly field: string;
  readonly ports: PortSet;
}

/** What the policies at one end say. */
export interface SideVerdict {
  readonly direction: Direction;
  /** Policies that close the pods; without any, or with uncertain ones only, the pods may be open to all. */
  readonly isolatedBy: readonly PolicyMention[];
  readonly allowedBy: readonly Allowance[];
}

/** Whether there may, or must, be a connection, and why. */
export interface Verdict {
  readonly answer: Answer;
  readonly ports: PortSet;
  /** One end is on the network of a node, where policies do not reliably reach: it may be connected to everything. */
  readonly isBeyondPolicies: boolean;
  /** Egress at the source, then ingress at the target; of a connection with the outside the one in the cluster. */
  readonly sides: readonly SideVerdict[];
}

/** The verdict on a connection from its sides and the ports that get through them. */
export function verdictOf(answer: Answer, ports: PortSet, sides: readonly Side[]): Verdict {
  return {
    answer,
    ports,
    isBeyondPolicies: sides.some((side) => side.isBeyondPolicies),
    sides: sides.map(({ direction, isolations, grounds }) => ({
      direction,
      isolatedBy: isolations.map(({ policy, conditions }) => ({
        policy: policy.key,
        object: policy.object,
        isCertain: conditions.length === 0,
      })),
      allowedBy: grounds
        .map(({ policy, rule, peer, conditions, possible, sure }) => ({
          policy: policy.key,
          object: policy.object,
          isCertain: conditions.length === 0 && sure.equals(possible),
          field: (peer ?? rule).field,
          ports: answer === 'may' ? possible : sure,
        }))
        .filter((allowance) => !allowance.ports.isEmpty),
    })),
  };
}
