import { outside, type Party, selectsPod, verdict } from './evaluator';
import { amongPods, edgesOf, isInside, type Ranges } from './known-ranges';
import type { NetworkPolicy, Rule } from './kubernetes';
import type { Pod } from './pod';
import { PROTOCOLS, testedAddresses, testedPorts } from './table';
import { everyPair } from './ways';

/** Who may open a connection: nobody, somebody on ports of metrics alone, or on others. */
export type Opening = 'closed' | 'metrics' | 'open';

/**
 * Asks the evaluator about pairs of many worlds that have most of their policies in common. What decides about a pair is the policies that
 * may select one of its ends, so the others are left out, and a pair whose policies and pods are those of before is not asked about again.
 */
export class Asking {
  readonly #answers = new Map<string, Opening>();
  readonly #numbers = new WeakMap<NetworkPolicy, number>();
  readonly #amongPods = new WeakMap<NetworkPolicy, NetworkPolicy>();
  readonly #selected = new Map<string, boolean>();
  #next = 0;

  constructor(private readonly ranges: Ranges) {}

  /** The policies that may select a pod. */
  policiesOf(policies: readonly NetworkPolicy[], pod: Pod): NetworkPolicy[] {
    const { namespace, labels } = pod;
    const text = JSON.stringify([namespace, labels]);
    return policies.filter((policy) => {
      const key = `${this.#number(policy)} ${text}`;
      const known = this.#selected.get(key) ?? selectsPod(policy, pod) !== 'no';
      this.#selected.set(key, known);
      return known;
    });
  }

  /** Whether a pod may open a connection to another. @param own and others as `policiesOf` tells */
  between(from: Pod, own: readonly NetworkPolicy[], to: Pod, others: readonly NetworkPolicy[]): Opening {
    return this.#once([from, to], [...own, ...others], () => {
      const here = own.map((policy) => this.#asPodsSee(policy));
      const there = others.map((policy) => this.#asPodsSee(policy));
      const pairs = everyPair(from, here, to, there);
      return opening([...new Set([...here, ...there])], to, pairs);
    });
  }

  /** Whether somebody outside may open a connection to a pod. @param others as `policiesOf` tells */
  fromOutside(to: Pod, others: readonly NetworkPolicy[]): Opening {
    return this.#once([to], others, () => {
      const tested = ['0.0.0.0', '::', ...edgesOf(this.ranges), ...testedAddresses({ pods: [], policies: others })];
      const addresses = [...new Set(tested)].filter((address) => !isInside(address, this.ranges));
      const pairs = addresses.flatMap((address) => everyPair(outside(address), [], to, others));
      return opening(others, to, pairs);
    });
  }

  #once(parties: readonly Party[], policies: readonly NetworkPolicy[], ask: () => Opening): Opening {
    const key = `${policies.map((policy) => this.#number(policy)).join()} ${JSON.stringify(parties)}`;
    const answer = this.#answers.get(key) ?? ask();
    this.#answers.set(key, answer);
    return answer;
  }

  #number(policy: NetworkPolicy): number {
    const number = this.#numbers.get(policy) ?? this.#next++;
    this.#numbers.set(policy, number);
    return number;
  }

  #asPodsSee(policy: NetworkPolicy): NetworkPolicy {
    const seen = this.#amongPods.get(policy) ?? amongPods(policy, this.ranges);
    this.#amongPods.set(policy, seen);
    return seen;
  }
}

/** Every port that could make a difference, of every protocol, for every way in which labels could turn out. */
function opening(policies: readonly NetworkPolicy[], to: Pod, pairs: readonly (readonly [Party, Party])[]): Opening {
  const world = { pods: [to], policies };
  const blind = { pods: [to], policies: policies.map(withoutPorts) };
  const possible = pairs.filter(([one, other]) => verdict(blind, one, other, 'TCP', 1) !== 'no');
  if (possible.length === 0) return 'closed';
  const metrics = metricsOf(to);
  let found: Opening = 'closed';
  for (const protocol of PROTOCOLS) {
    for (const port of testedPorts(world)) {
      const isMetrics = metrics.has(`${protocol} ${port}`);
      if (isMetrics && found === 'metrics') continue;
      if (possible.every(([one, other]) => verdict(world, one, other, protocol, port) === 'no')) continue;
      if (!isMetrics) return 'open';
      found = 'metrics';
    }
  }
  return found;
}

/** The policy with every port in its rules: what that does not let through is closed on each of them. */
function withoutPorts(policy: NetworkPolicy): NetworkPolicy {
  const { ingress, egress } = policy.spec;
  const open = (rules: readonly Rule[]): Rule[] => rules.map(({ ports, ...peers }) => peers);
  return { ...policy, spec: { ...policy.spec, ...(ingress && { ingress: open(ingress) }), ...(egress && { egress: open(egress) }) } };
}

/** Ports whose name ends in `metrics`. */
function metricsOf({ containers, initContainers }: Pod): Set<string> {
  const ports = [...containers, ...initContainers].flatMap(({ ports = [] }) => ports);
  const named = ports.filter(({ name = '' }) => name === 'metrics' || name.endsWith('-metrics'));
  return new Set(named.map(({ containerPort, protocol = 'TCP' }) => `${protocol} ${containerPort}`));
}
