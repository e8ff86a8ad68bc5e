import { groupBy } from '../manifest/group-by';
import type { ContainerPorts } from './container-ports';
import type { Endpoint } from './endpoint';
import type { LabelSelector } from './label-selector';
import type { LabelSpace } from './label-space';
import type { Namespaces } from './namespaces';
import { DIRECTIONS, type NetworkPolicy } from './network-policy';
import type { Policies } from './policies';

/** Pods that no policy tells apart, of one workload or of hundreds: what holds for one holds for all. */
export interface PodClass {
  /** One of them. */
  readonly endpoint: Endpoint;
  readonly endpoints: readonly Endpoint[];
}

/** Pods by what policies can tell them apart by: the labels and port names that some policy mentions, and a namespace that has policies. */
export function podClasses(endpoints: readonly Endpoint[], policies: Policies, namespaces: Namespaces): PodClass[] {
  const pods = new Vocabulary(policies.all.flatMap(podSelectors));
  const places = new Vocabulary(policies.all.flatMap(namespaceSelectors));
  const names = new Set(policies.all.flatMap(portNames));
  const keyOf = ({ namespace, labels, ports, hostNetwork }: Endpoint): string =>
    JSON.stringify([
      policies.in(namespace).length > 0 ? namespace : places.about(namespaces.labelsOf(namespace)),
      pods.about(labels),
      aboutPorts(ports, names),
      hostNetwork,
    ]);
  return [...groupBy(endpoints, keyOf).values()].flatMap((alike) => {
    const [endpoint] = alike;
    return endpoint ? [{ endpoint, endpoints: alike }] : [];
  });
}

/** The labels that selectors speak of. */
class Vocabulary {
  private readonly values = new Map<string, Set<string>>();

  constructor(selectors: readonly LabelSelector[]) {
    for (const { requirements } of selectors) {
      for (const [key, { mentioned }] of requirements) {
        const values = this.values.get(key) ?? new Set();
        this.values.set(key, values);
        for (const value of mentioned) values.add(value);
      }
    }
  }

  /** All that the selectors could find out about labels, the same for labels that they cannot tell apart. */
  about({ known, others }: LabelSpace): unknown {
    const spoken = [...known].flatMap(([key, possible]) => {
      const values = this.values.get(key);
      if (values === undefined) return [];
      const isOther = possible.values?.size === 1 && [...possible.values].every((value) => !values.has(value));
      return [[key, isOther ? 'another' : `${possible}`]];
    });
    return [`${others}`, spoken.sort(([one = ''], [other = '']) => (one < other ? -1 : 1))];
  }
}

function aboutPorts(ports: ContainerPorts, names: ReadonlySet<string>): unknown {
  return ports.isKnown
    ? ports.list.flatMap(({ name, protocol, number, isLasting }) => (name && names.has(name) ? [[name, protocol, number, isLasting]] : []))
    : 'any';
}

function podSelectors(policy: NetworkPolicy): LabelSelector[] {
  return [policy.pods, ...peersOf(policy).flatMap((peer) => ('pods' in peer ? [peer.pods] : []))];
}

function namespaceSelectors(policy: NetworkPolicy): LabelSelector[] {
  return peersOf(policy).flatMap((peer) => ('pods' in peer ? (peer.namespaces ?? []) : []));
}

function peersOf(policy: NetworkPolicy) {
  return rulesOf(policy).flatMap(({ peers }) => peers ?? []);
}

function portNames(policy: NetworkPolicy): string[] {
  return rulesOf(policy).flatMap(({ ports }) => ports.names.map(({ name }) => name));
}

function rulesOf({ rules }: NetworkPolicy) {
  return DIRECTIONS.flatMap((direction) => rules[direction] ?? []);
}
