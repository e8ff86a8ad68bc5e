import { groupBy } from '../manifest/group-by';
import { foreignPolicyProblem } from './foreign-policy';
import { isNetworkPolicy, type KnownRules, type NetworkPolicy, readNetworkPolicy } from './network-policy';
import type { ReachObject, ReachProblem } from './reach-world';

/** The NetworkPolicies among some objects, and what stands in the way of knowing what they do. */
export class Policies {
  readonly all: readonly NetworkPolicy[];
  /** Policies that the API server would refuse, with every field that it would refuse. */
  readonly problems: readonly ReachProblem[];
  /** Objects of other kinds that change who reaches whom, and are not understood. */
  readonly undecided: readonly ReachProblem[];
  private readonly byNamespace: ReadonlyMap<string, readonly NetworkPolicy[]>;

  constructor(objects: readonly ReachObject[]) {
    const problems: ReachProblem[] = [];
    const policies = new Map<string, NetworkPolicy>();
    const known: KnownRules = new Map();
    const messages = new Map<string, string | undefined>();
    for (const object of objects) {
      if (!isNetworkPolicy(object.manifest)) continue;
      const { policy, problems: found } = readNetworkPolicy(object, known);
      if (policy === undefined) problems.push(...found.map((problem) => ({ object, ...problem })));
      else policies.set(policy.key, policy);
    }
    this.all = [...policies.values()];
    this.problems = problems;
    this.undecided = objects.flatMap((object) => {
      const { apiVersion, kind } = object.manifest;
      const type = `${apiVersion} ${kind}`;
      if (!messages.has(type)) messages.set(type, foreignPolicyProblem(object.manifest));
      const message = messages.get(type);
      return message === undefined ? [] : [{ object, field: '', message }];
    });
    this.byNamespace = groupBy(this.all, ({ namespace }) => namespace);
  }

  in(namespace: string): readonly NetworkPolicy[] {
    return this.byNamespace.get(namespace) ?? [];
  }
}
