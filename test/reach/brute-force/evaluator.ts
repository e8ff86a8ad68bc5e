/**
 * Whether one connection may be opened, by asking every policy, rule, peer and port about it, one after the other. Slow on
 * purpose: nothing is remembered, nothing is a set or a range, and a reader can hold each function against the comment of
 * the type that it is about (networking.k8s.io/v1). It knows nothing of lib/reach, which is tested against it.
 *
 * The answer is about all clusters that could come of the objects: `yes` in each of them, `no` in none, else `perhaps`.
 * *May* means not `no`; *must* means `yes`.
 *
 * Where the documentation leaves it open:
 *  1. An ipBlock and a pod: addresses of pods are unknown and translated, so perhaps; no, if its exceptions leave nothing of
 *     the block. Never yes, not even 0.0.0.0/0 and ::/0 together: some plugins never match pods by blocks.
 *  2. An ipBlock and an outside address: as it is written. The outside is neither a pod nor a node, its connections come with
 *     their own address, and no selector selects it.
 *  3. hostNetwork: documented are two ways, either as any other pod or as the node. Both must agree for yes; the answer is
 *     never no, because traffic of a pod's own node is always allowed, and so perhaps in both directions and on every port.
 *     A node is not isolated, has no named ports, is not selected, and blocks match it as they match pods.
 *  4. Named ports: those of containers and of init containers that keep running (restartPolicy Always). A name in another
 *     init container, or one that two containers give to two numbers, is perhaps each of them. Nothing outside has names.
 *     containerPort's protocol is TCP by default and must be the one of the rule.
 *  5. A namespace without its object: any labels besides kubernetes.io/metadata.name. One with it: its labels and no others.
 *  6. Labels that controllers add (pod.ts): the key is there, the value could be any, also where a part of it is known (the
 *     pods of a StatefulSet, the jobs of a CronJob). Only the name of a Job is certain, and with manualSelector a Job adds
 *     nothing. They win over the template's. A Pod has the labels it is written with, whoever owns it. Not known here:
 *     labels of topology, which Kubernetes 1.35 copies from nodes.
 *  7. How unknowns are put together: `apart` asks each selector for itself whether it could match, as a reader would, so that
 *     a label may be `a` for one selector and `b` for the next. `together` tries every value for all selectors at once, which
 *     is exact: its yes and no are the only ones of the real cluster, `apart` may say perhaps instead of them.
 *  8. A workload with itself: two of its pods, or one that talks to itself, which no policy is sure to stop: never no.
 *  9. Objects of the same kind, namespace and name: the last one. No namespace: `default`. Workloads with no replicas, and
 *     jobs that do not run now, could run.
 * 10. Policies of other groups and kinds would change the answer: refused. So is what the API server refuses and what would
 *     need a guess (an empty peer, a block with a selector). Everything else is taken as valid.
 * 11. Not looked at: Services, Ingresses, hostPorts and other doors; ICMP; replies; when a policy takes effect.
 */
import { bitsOf, contains, firstOf, lastOf, neighbour } from './address';
import type { IpBlock, KubernetesObject, LabelSelector, NetworkPolicy, Peer, PolicyPort, Protocol, Rule } from './kubernetes';
import { completions, selects } from './label-selector';
import { type Labels, lastApplied, namespaceOf, type Pod, podsOf } from './pod';
import { allOf, anyOf, not, type Verdict } from './verdict';

/** The objects that matter, read once. */
export interface World {
  readonly pods: readonly Pod[];
  readonly policies: readonly NetworkPolicy[];
}

export interface Outside {
  readonly type: 'outside';
  readonly bits: string;
}

/** One end of a connection. */
export type Party = Pod | Outside;

export type Unknowns = 'apart' | 'together';

type End = Party | { readonly type: 'node' };

interface Connection {
  readonly from: End;
  readonly to: End;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Throws for policies of which nobody here knows what they do. */
export function worldOf(objects: readonly KubernetesObject[]): World {
  for (const { apiVersion, kind } of objects) {
    if (/NetworkPolicy$|NetworkPolicies$|^Cilium.*Policy$/.test(kind) && apiVersion !== 'networking.k8s.io/v1') {
      throw new Error(`cannot decide: ${apiVersion} ${kind}`);
    }
  }
  const policies = lastApplied(objects).filter((object) => object.kind === 'NetworkPolicy') as NetworkPolicy[];
  return { pods: podsOf(objects), policies };
}

export function outside(address: string): Outside {
  return { type: 'outside', bits: bitsOf(address) };
}

/** Whether a pod or an outside address can open a connection to the port of another. */
export function verdict(
  { policies }: World,
  from: Party,
  to: Party,
  protocol: Protocol,
  port: number,
  unknowns: Unknowns = 'apart',
): Verdict {
  if (unknowns === 'apart') {
    return connects(policies, { from, to, protocol, port });
  }
  const verdicts: Verdict[] = [];
  for (const fullFrom of everyLabelling(policies, from)) {
    for (const fullTo of everyLabelling(policies, to)) {
      if (!disagree(fullFrom, fullTo)) {
        verdicts.push(connects(policies, { from: fullFrom, to: fullTo, protocol, port }));
      }
    }
  }
  return verdicts.every((each) => each === 'yes') ? 'yes' : verdicts.every((each) => each === 'no') ? 'no' : 'perhaps';
}

function connects(policies: readonly NetworkPolicy[], connection: Connection): Verdict {
  const { from, to } = connection;
  const asPods = allOf([passes(policies, 'Egress', connection), passes(policies, 'Ingress', connection)]);
  if (from.type === 'pod' && to.type === 'pod' && from.workload === to.workload) {
    return anyOf([asPods, 'perhaps']);
  }
  if (!isOnHostNetwork(from) && !isOnHostNetwork(to)) {
    return asPods;
  }
  const atNodes: Connection = { ...connection, from: asNode(from), to: asNode(to) };
  const asNodes = allOf([passes(policies, 'Egress', atNodes), passes(policies, 'Ingress', atNodes)]);
  return asPods === 'yes' && asNodes === 'yes' ? 'yes' : 'perhaps';
}

function isOnHostNetwork(end: End): boolean {
  return end.type === 'pod' && end.hostNetwork;
}

function asNode(end: End): End {
  return isOnHostNetwork(end) ? { type: 'node' } : end;
}

/** One direction: open if no policy isolates the pod in it, or if any rule of any policy that selects the pod allows it. */
function passes(policies: readonly NetworkPolicy[], direction: 'Ingress' | 'Egress', connection: Connection): Verdict {
  const [pod, other] = direction === 'Ingress' ? [connection.to, connection.from] : [connection.from, connection.to];
  const isolates: Verdict[] = [];
  const allows: Verdict[] = [];
  for (const policy of policies) {
    const applies: Verdict = directionsOf(policy).includes(direction) ? selectsPod(policy, pod) : 'no';
    if (applies === 'no') {
      continue;
    }
    isolates.push(applies);
    for (const rule of (direction === 'Ingress' ? policy.spec.ingress : policy.spec.egress) ?? []) {
      const onPort = allowsPort(rule, connection);
      if (onPort !== 'no') {
        allows.push(allOf([applies, onPort, allowsPeer(policy, peersOf(rule, direction), other)]));
      }
    }
  }
  return anyOf([not(anyOf(isolates)), anyOf(allows)]);
}

/** Without policyTypes: Ingress always, and Egress if there is an egress rule. */
export function directionsOf({ spec }: NetworkPolicy): readonly string[] {
  const written = spec.policyTypes ?? [];
  if (written.length > 0) {
    return written;
  }
  return (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

export function selectsPod(policy: NetworkPolicy, end: End): Verdict {
  if (end.type !== 'pod' || end.namespace !== namespaceOf(policy)) {
    return 'no';
  }
  return selects(policy.spec.podSelector ?? {}, end.labels);
}

function peersOf(rule: Rule, direction: 'Ingress' | 'Egress'): readonly Peer[] {
  return (direction === 'Ingress' ? rule.from : rule.to) ?? [];
}

/** No peers: everybody, inside and outside. Else any of them. */
function allowsPeer(policy: NetworkPolicy, peers: readonly Peer[], end: End): Verdict {
  return peers.length === 0 ? 'yes' : anyOf(peers.map((peer) => isPeer(policy, peer, end)));
}

function isPeer(policy: NetworkPolicy, peer: Peer, end: End): Verdict {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if ((ipBlock === undefined) === (namespaceSelector === undefined && podSelector === undefined)) {
    throw new Error(`invalid peer in ${policy.metadata.name}: ${JSON.stringify(peer)}`);
  }
  if (ipBlock !== undefined) {
    return isInBlock(ipBlock, end);
  }
  if (end.type !== 'pod') {
    return 'no';
  }
  const inNamespace: Verdict =
    namespaceSelector !== undefined
      ? selects(namespaceSelector, end.namespaceLabels)
      : end.namespace === namespaceOf(policy)
        ? 'yes'
        : 'no';
  return allOf([inNamespace, selects(podSelector ?? {}, end.labels)]);
}

function isInBlock(block: IpBlock, end: End): Verdict {
  const holds = (bits: string): boolean => contains(block.cidr, bits) && !(block.except ?? []).some((except) => contains(except, bits));
  if (end.type === 'outside') {
    return holds(end.bits) ? 'yes' : 'no';
  }
  // If any address of the block is left, then its first one or the one behind an exception is.
  const behind = (block.except ?? []).map((except) => neighbour(lastOf(except), 1));
  return [firstOf(block.cidr), ...behind].some((address) => address !== undefined && holds(bitsOf(address))) ? 'perhaps' : 'no';
}

/** No ports: every port of every protocol. Else any of them. */
function allowsPort(rule: Rule, connection: Connection): Verdict {
  const ports = rule.ports ?? [];
  return ports.length === 0 ? 'yes' : anyOf(ports.map((port) => isPort(port, connection)));
}

function isPort(item: PolicyPort, { to, protocol, port }: Connection): Verdict {
  if ((item.protocol ?? 'TCP') !== protocol) {
    return 'no';
  }
  if (item.port === undefined) {
    return 'yes';
  }
  if (typeof item.port === 'number') {
    return port >= item.port && port <= (item.endPort ?? item.port) ? 'yes' : 'no';
  }
  return to.type === 'pod' ? isNamed(to, item.port, protocol, port) : 'no';
}

function isNamed(pod: Pod, name: string, protocol: Protocol, port: number): Verdict {
  const sure: number[] = [];
  const doubtful: number[] = [];
  for (const container of pod.containers) {
    sure.push(...numbersOf(container.ports ?? [], name, protocol));
  }
  for (const container of pod.initContainers) {
    (container.restartPolicy === 'Always' ? sure : doubtful).push(...numbersOf(container.ports ?? [], name, protocol));
  }
  if (sure.length > 0 && sure.every((number) => number === port)) {
    return 'yes';
  }
  return sure.includes(port) || doubtful.includes(port) ? 'perhaps' : 'no';
}

function numbersOf(ports: NonNullable<Pod['containers'][number]['ports']>, name: string, protocol: Protocol): number[] {
  return ports.filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol).map(({ containerPort }) => containerPort);
}

/** The party once for every way in which its unknown labels, and those of its namespace, could turn out. */
function everyLabelling(policies: readonly NetworkPolicy[], party: Party): Party[] {
  if (party.type === 'outside') {
    return [party];
  }
  const peers = policies.flatMap(({ spec }) =>
    [...(spec.ingress ?? []), ...(spec.egress ?? [])].flatMap((rule) => [...(rule.from ?? []), ...(rule.to ?? [])]),
  );
  const ofPods = [...policies.map(({ spec }) => spec.podSelector), ...peers.map(({ podSelector }) => podSelector)];
  const ofNamespaces = peers.map(({ namespaceSelector }) => namespaceSelector);
  return complete(party.labels, ofPods).flatMap((labels) =>
    complete(party.namespaceLabels, ofNamespaces).map((namespaceLabels) => ({ ...party, labels, namespaceLabels })),
  );
}

function complete(labels: Labels, selectors: readonly (LabelSelector | undefined)[]): Labels[] {
  const present = selectors.filter((selector) => selector !== undefined);
  return completions(labels, present).map((known) => ({ known, chosenByCluster: [], open: false }));
}

/** Two pods of one namespace cannot see it with different labels. */
function disagree(one: Party, other: Party): boolean {
  return (
    one.type === 'pod' &&
    other.type === 'pod' &&
    one.namespace === other.namespace &&
    JSON.stringify(one.namespaceLabels) !== JSON.stringify(other.namespaceLabels)
  );
}
