import fc from 'fast-check';
import { AT_ONCE, SEEDS } from '../agreement';
import { worldOf } from './evaluator';
import type { KubernetesObject, LabelSelector, NetworkPolicy, Peer, Rule } from './kubernetes';
import { randomWorld } from './random-world';
import { table } from './table';

const presence = (value: readonly unknown[] | undefined): string =>
  value === undefined ? 'absent' : value.length === 0 ? 'empty' : value.length === 1 ? 'one' : 'more';

function ofSelector(place: string, selector: LabelSelector | undefined): string[] {
  return selector === undefined
    ? []
    : [
        ...(Object.keys(selector).length === 0 ? [`${place} {}`] : []),
        ...(selector.matchLabels === undefined ? [] : [`${place} matchLabels`]),
        ...(selector.matchLabels && selector.matchExpressions ? [`${place} both`] : []),
        ...(selector.matchExpressions ?? []).map(({ operator }) => `${place} ${operator}`),
        ...(JSON.stringify(selector).includes('kubernetes.io/metadata.name') ? [`${place} metadata.name`] : []),
        ...(/hash|uid|job-name|pod-name/.test(JSON.stringify(selector)) ? [`${place} a label that a controller adds`] : []),
      ];
}

function ofPeer({ ipBlock, podSelector, namespaceSelector }: Peer): string[] {
  return [
    podSelector && namespaceSelector ? 'peer both' : podSelector ? 'peer pods' : namespaceSelector ? 'peer namespaces' : 'peer block',
    ...ofSelector('peer pods', podSelector),
    ...ofSelector('peer namespaces', namespaceSelector),
    ...(ipBlock === undefined ? [] : [`block ${ipBlock.cidr.includes(':') ? 'IPv6' : 'IPv4'} ${presence(ipBlock.except)} exceptions`]),
    ...(ipBlock !== undefined && /(1\.2\.3\/16|::1\/32)$/.test(ipBlock.cidr) ? ['block host bits'] : []),
    ...(ipBlock?.except?.includes('10.0.0.0/9') && ipBlock.except.includes('10.128.0.0/9') ? ['block nothing left'] : []),
  ];
}

function ofRule(direction: string, rule: Rule): string[] {
  const peers = direction === 'ingress' ? rule.from : rule.to;
  return [
    `${direction} ${presence(peers)} peers`,
    `${direction} ${presence(rule.ports)} ports`,
    ...(Object.keys(rule).length === 0 ? [`${direction} {}`] : []),
    ...(peers ?? []).flatMap(ofPeer),
    ...(rule.ports ?? []).map(
      ({ protocol, port, endPort }) =>
        `port ${protocol ?? 'default'} ${endPort === undefined ? typeof port : endPort === port ? 'endPort = port' : 'endPort'}`,
    ),
  ];
}

function ofPolicy({ spec }: NetworkPolicy): string[] {
  const types = spec.policyTypes?.join() ?? 'absent';
  return [
    `types [${types}]`,
    `ingress ${presence(spec.ingress)}`,
    `egress ${presence(spec.egress)}`,
    ...(types === 'Egress' && (spec.ingress ?? []).length > 0 ? ['ignored ingress'] : []),
    ...(types === 'Ingress' && (spec.egress ?? []).length > 0 ? ['ignored egress'] : []),
    ...(spec.podSelector === undefined ? ['policy absent'] : ofSelector('policy', spec.podSelector)),
    ...(spec.ingress ?? []).flatMap((rule) => ofRule('ingress', rule)),
    ...(spec.egress ?? []).flatMap((rule) => ofRule('egress', rule)),
  ];
}

/** What a world has of what an evaluator could get wrong. */
function featuresOf(objects: readonly KubernetesObject[]): string[] {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy') as NetworkPolicy[];
  const { pods, policies: lastPolicies } = worldOf(objects);
  const named = pods.map((pod) =>
    [...pod.containers, ...pod.initContainers].flatMap(({ ports = [] }) => ports.filter(({ name }) => name !== undefined)),
  );
  const numbers = (name: string): number =>
    new Set(
      named
        .flat()
        .filter((port) => port.name === name)
        .map((port) => port.containerPort),
    ).size;
  return [
    ...policies.flatMap(ofPolicy),
    ...(policies.length > lastPolicies.length ? ['policies with one name'] : []),
    `${policies.length} policies`,
    `${pods.length} workloads`,
    ...pods.flatMap(({ namespaceLabels, hostNetwork, initContainers, containers }) => [
      namespaceLabels.open ? 'no Namespace' : Object.keys(namespaceLabels.known).length === 1 ? 'Namespace bare' : 'Namespace with labels',
      ...(hostNetwork ? ['hostNetwork'] : []),
      ...(initContainers.length > 0 ? ['init container'] : []),
      ...(initContainers.some(({ restartPolicy }) => restartPolicy === 'Always') ? ['sidecar'] : []),
      ...(containers.length > 1 ? ['two containers'] : []),
    ]),
    ...objects.map(({ kind }) => kind),
    ...objects.flatMap(({ kind, metadata }) => (metadata.namespace === undefined ? [`${kind} without a namespace`] : [])),
    ...(objects.some(({ metadata }) => metadata.ownerReferences !== undefined) ? ['owned Pod'] : []),
    ...(new Set(pods.map(({ workload }) => workload)).size < pods.length ? ['pods of one workload'] : []),
    ...(['http', 'dns', 'web'].some((name) => numbers(name) > 1) ? ['one name, two numbers'] : []),
    ...(named.some((ports) => ports.some((a) => ports.some((b) => a.name === b.name && a.containerPort !== b.containerPort)))
      ? ['one name, two numbers in a pod']
      : []),
    ...named.flat().map(({ protocol }) => `named ${protocol ?? 'default'}`),
  ];
}

const each = (texts: readonly string[], ...parts: readonly string[][]): string[] =>
  parts.reduce((all, part) => all.flatMap((text) => part.map((end) => `${text} ${end}`)), [...texts]);
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

const EXPECTED = [
  ...each(['policy', 'peer pods', 'peer namespaces'], ['{}', 'matchLabels', 'both', ...OPERATORS]),
  ...each(['policy', 'peer pods'], ['a label that a controller adds']),
  ...each(['peer'], ['pods', 'namespaces', 'both', 'block', 'namespaces metadata.name']),
  ...each(['block IPv4', 'block IPv6'], ['absent', 'empty', 'one', 'more'], ['exceptions']),
  ...['block host bits', 'block nothing left'],
  ...each(['ingress', 'egress'], ['absent', 'empty', 'one', 'more'], ['peers', 'ports']),
  ...each(['ingress', 'egress'], ['absent', 'empty', 'one', 'more', '{}']),
  ...each(['port TCP', 'port UDP', 'port SCTP'], ['undefined', 'number', 'string', 'endPort', 'endPort = port']),
  ...each(['port default'], ['undefined', 'number', 'string']),
  ...['types [absent]', 'types []', 'types [Ingress]', 'types [Egress]', 'types [Ingress,Egress]', 'types [Egress,Ingress]'],
  ...['ignored ingress', 'ignored egress', 'policies with one name', '0 policies', '8 policies', '1 workloads', '6 workloads'],
  ...['policy absent', 'NetworkPolicy without a namespace', 'Job without a namespace'],
  ...['no Namespace', 'Namespace bare', 'Namespace with labels', 'hostNetwork', 'init container', 'sidecar', 'two containers'],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Pod'],
  ...['owned Pod', 'pods of one workload', 'one name, two numbers', 'one name, two numbers in a pod'],
  ...['named default', 'named TCP', 'named UDP', 'named SCTP'],
];

describe('random worlds', () => {
  test('have every feature, in at least two of those on which the evaluator is compared', () => {
    const worlds = SEEDS.flatMap((seed) => fc.sample(randomWorld, { seed, numRuns: AT_ONCE })).map(
      (objects) => new Set(featuresOf(objects)),
    );

    const rare = EXPECTED.filter((feature) => worlds.filter((features) => features.has(feature)).length < 2);

    expect(rare).toEqual([]);
  });

  test('are the same for the same seed', () => {
    const sample = () => JSON.stringify(fc.sample(randomWorld, { seed: 4, numRuns: 5 }));

    expect(sample()).toBe(sample());
  });

  test('are neither all open nor all closed between workloads', () => {
    const kinds = fc.sample(randomWorld, { seed: 6, numRuns: 12 }).flatMap((objects) => {
      const { connections } = table(objects);
      const inside = connections.filter(({ from, to }) => /^[a-z]+\/[A-Z]/.test(from) && /^[a-z]+\/[A-Z]/.test(to));
      const names = new Set(worldOf(objects).pods.map(({ workload }) => workload)).size;
      return [
        ...inside.map(({ ports }) => (ports === 'All' ? 'open' : 'some ports')),
        ...(inside.length < names * (names - 1) ? ['closed'] : []),
      ];
    });

    expect([...new Set(kinds)].sort()).toEqual(['closed', 'open', 'some ports']);
  });
});
