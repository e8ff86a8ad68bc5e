import type { Endpoint } from './endpoint';
import type { Direction, NetworkPolicy } from './network-policy';
import { conditionsFor, SELF } from './peer-match';
import type { Policies } from './policies';
import type { Condition } from './possibility';

/** That a policy selects pods, and so closes them in a direction to all that no policy allows. */
export interface Isolation {
  readonly policy: NetworkPolicy;
  /** What must be true of labels that are not known; empty if it is so in any case. */
  readonly conditions: readonly Condition[];
}

/** Which policies close which pods. Asked of every pair of pods, answered once of each. */
export class Isolations {
  private readonly known = {
    Ingress: new WeakMap<Endpoint, readonly Isolation[]>(),
    Egress: new WeakMap<Endpoint, readonly Isolation[]>(),
  };

  constructor(private readonly policies: Policies) {}

  /** The policies that select pods in a direction, or may. */
  of(direction: Direction, pods: Endpoint): readonly Isolation[] {
    const known = this.known[direction].get(pods);
    if (known !== undefined) return known;
    const isolations = this.policies.in(pods.namespace).flatMap((policy) => {
      const conditions = policy.rules[direction] && conditionsFor(SELF[direction], pods.labels, policy.pods);
      return conditions ? [{ policy, conditions }] : [];
    });
    this.known[direction].set(pods, isolations);
    return isolations;
  }
}
