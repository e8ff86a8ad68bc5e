/**
 * Small worlds in which much happens: few names, labels, ports and addresses, so that policies select pods, rules meet ports
 * and blocks cut each other. Every object is one that the API server accepts.
 */
import fc from 'fast-check';
import type { Container, ContainerPort, KubernetesObject, LabelSelector, Peer, PolicyPort, Protocol, Rule } from './kubernetes';

const NAMESPACES = ['alpha', 'beta', 'gamma', 'default'];
const NUMBERS = [53, 80, 81, 443];
const PORT_NAMES = ['http', 'dns', 'web'];
const WORKLOAD_NAMES = ['w0', 'w1', 'w2', 'w3', 'w4', 'w5'];
const CAN_OWN_PODS = ['StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'];

/** Blocks and exceptions that lie strictly inside of them; some with host bits, one that its exceptions can use up. */
const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  '0.0.0.0/0': ['10.0.0.0/8', '192.168.1.0/24', '0.0.0.0/1', '255.255.255.255/32'],
  '10.0.0.0/8': ['10.0.0.0/9', '10.128.0.0/9', '10.1.2.3/16', '10.255.255.255/32'],
  '10.1.2.3/16': ['10.1.0.0/24', '10.1.2.3/32'],
  '192.168.1.0/24': ['192.168.1.128/25'],
  '203.0.113.7/32': [],
  '::/0': ['fd00::/8', '2001:db8::1/32', '::1/128'],
  'fd00::/8': ['fd00::/16', 'fdff:ffff::/32'],
  '2001:db8::1/32': ['2001:db8:1::/48'],
  '2001:db8::5/128': [],
};

const protocol = fc.constantFrom<Protocol>('TCP', 'TCP', 'UDP', 'SCTP');
const small = { noNullPrototype: true, minKeys: 0, maxKeys: 2 };
const podLabels = fc.dictionary(fc.constantFrom('app', 'role'), fc.constantFrom('a', 'b', 'c'), small);
const namespaceLabels = fc.dictionary(fc.constantFrom('team', 'tier'), fc.constantFrom('x', 'y'), small);

const podLabel = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constantFrom('app', 'role'), fc.constantFrom('a', 'b', 'c')) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.tuple(fc.constantFrom('pod-template-hash', 'controller-uid', 'controller-revision-hash'), fc.constantFrom('1', '2')),
      fc.tuple(fc.constantFrom('job-name', 'batch.kubernetes.io/job-name'), fc.constantFrom(...WORKLOAD_NAMES)),
      fc.tuple(fc.constant('statefulset.kubernetes.io/pod-name'), fc.constantFrom('w0-0', 'w1-0')),
    ),
  },
);
const namespaceLabel = fc.oneof(
  fc.tuple(fc.constantFrom('team', 'tier'), fc.constantFrom('x', 'y')),
  fc.tuple(fc.constant('kubernetes.io/metadata.name'), fc.constantFrom(...NAMESPACES)),
);

function selector(label: fc.Arbitrary<[string, string]>): fc.Arbitrary<LabelSelector> {
  const expression = fc
    .tuple(fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'), label, fc.option(label))
    .map(([operator, [key, value], more]) =>
      operator === 'Exists' || operator === 'DoesNotExist'
        ? { key, operator }
        : { key, operator, values: more !== null && more[0] === key && more[1] !== value ? [value, more[1]] : [value] },
    );
  const matchLabels = fc.array(label, { minLength: 1, maxLength: 2 }).map((labels) => Object.fromEntries(labels));
  const matchExpressions = fc.array(expression, { minLength: 1, maxLength: 2 });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: fc.record({ matchLabels }) },
    { weight: 2, arbitrary: fc.record({ matchExpressions }) },
    { weight: 1, arbitrary: fc.record({ matchLabels, matchExpressions }) },
  );
}

const ipBlock = fc.constantFrom(...Object.entries(BLOCKS)).chain(([cidr, inside]) =>
  fc.oneof(
    fc.constant({ cidr }),
    fc.subarray([...inside]).map((except) => ({ cidr, except })),
  ),
);
const peer: fc.Arbitrary<Peer> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ podSelector: selector(podLabel) }) },
  { weight: 3, arbitrary: fc.record({ namespaceSelector: selector(namespaceLabel) }) },
  { weight: 2, arbitrary: fc.record({ namespaceSelector: selector(namespaceLabel), podSelector: selector(podLabel) }) },
  { weight: 3, arbitrary: fc.record({ ipBlock }) },
);

const port: fc.Arbitrary<PolicyPort> = fc.oneof(
  fc.constant({}),
  fc.record({ protocol }),
  fc.record({ port: fc.constantFrom(...NUMBERS) }),
  fc.record({ protocol, port: fc.constantFrom(...NUMBERS) }),
  fc.record({ protocol, port: fc.constantFrom(...PORT_NAMES, 'nowhere') }),
  fc.record({ port: fc.constantFrom(...PORT_NAMES) }),
  fc
    .record({ protocol, port: fc.constantFrom(1, 80, 443, 65535), more: fc.constantFrom(0, 1, 363, 70000) })
    .map(({ protocol, port, more }) => ({ protocol, port, endPort: Math.min(port + more, 65535) })),
);

/** Absent, empty, or one or two of them. */
function some<T>(item: fc.Arbitrary<T>): fc.Arbitrary<readonly T[] | null> {
  return fc.oneof<fc.WeightedArbitrary<readonly T[] | null>[]>(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 6, arbitrary: fc.array(item, { minLength: 1, maxLength: 2 }) },
  );
}

/** Absent once in ten times. */
function absentAtTimes<T>(field: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(field, { freq: 9 });
}

/** Without the fields that are null. */
function present<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as T;
}

function rule(peers: 'from' | 'to'): fc.Arbitrary<Rule> {
  return fc.record({ [peers]: some(peer), ports: some(port) }).map((fields) => present(fields) as Rule);
}

const policyTypes = fc.constantFrom(null, [], ['Ingress'], ['Egress'], ['Ingress', 'Egress'], ['Egress', 'Ingress']);

function policy(namespaces: readonly string[]): fc.Arbitrary<KubernetesObject> {
  return fc
    .record({
      name: fc.constantFrom('p0', 'p1', 'p2', 'p3'),
      namespace: fc.constantFrom(...namespaces),
      spec: fc.record({
        podSelector: absentAtTimes(selector(podLabel)),
        policyTypes,
        ingress: some(rule('from')),
        egress: some(rule('to')),
      }),
    })
    .map(({ name, namespace, spec }) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec: present(spec),
    }));
}

/** Ports of up to two containers, an init container and one that keeps running; a number is used once in a pod, a name once in a container. */
const containers = fc
  .uniqueArray(
    fc.record({
      containerPort: fc.constantFrom(...NUMBERS),
      protocol: fc.option(protocol),
      name: fc.option(fc.constantFrom(...PORT_NAMES)),
      container: fc.constantFrom('main', 'main', 'main', 'second', 'init', 'sidecar'),
    }),
    { maxLength: 4, selector: ({ containerPort, protocol }) => `${containerPort}/${protocol ?? 'TCP'}` },
  )
  .map((ports) => {
    const container = (name: string): Container[] => {
      const mine = ports.filter((port) => port.container === name);
      return mine.length === 0 && name !== 'main'
        ? []
        : [
            {
              ...{ name, image: `registry.example/${name}:1` },
              ...(name === 'sidecar' ? { restartPolicy: 'Always' } : {}),
              ports: mine.map(({ containerPort, protocol, name }, index) => {
                const isTaken = mine.slice(0, index).some((earlier) => earlier.name === name);
                return present({ containerPort, protocol, name: isTaken ? null : name }) as ContainerPort;
              }),
            },
          ];
    };
    const initContainers = [...container('init'), ...container('sidecar')];
    return { containers: [...container('main'), ...container('second')], ...(initContainers.length === 0 ? {} : { initContainers }) };
  });

function workload(name: string, namespaces: readonly string[]): fc.Arbitrary<KubernetesObject> {
  const hostNetwork = fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constant({ hostNetwork: true }) });
  const pod = fc.record({ labels: podLabels, some: fc.constantFrom('a', 'b', 'c'), spec: containers, hostNetwork });
  const kind = fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Pod');
  return fc
    .record({ kind, namespace: fc.constantFrom(...namespaces), pod, isIndexed: fc.boolean() })
    .map(({ kind, namespace, pod, isIndexed }) => {
      const metadata = { name, namespace };
      const spec = { ...pod.spec, ...pod.hostNetwork };
      // A selector must not be empty, nor then the labels.
      const labels = { app: pod.some, ...pod.labels };
      const template = { metadata: { labels }, spec };
      const job = {
        ...(isIndexed ? { completionMode: 'Indexed', completions: 2 } : {}),
        template: { metadata: { labels: pod.labels }, spec: { ...spec, restartPolicy: 'Never' } },
      };
      switch (kind) {
        case 'Pod':
          return { apiVersion: 'v1', kind, metadata: { ...metadata, labels: pod.labels }, spec };
        case 'Job':
          return { apiVersion: 'batch/v1', kind, metadata, spec: job };
        case 'CronJob':
          return { apiVersion: 'batch/v1', kind, metadata, spec: { schedule: '0 0 * * *', jobTemplate: { spec: job } } };
        case 'ReplicationController':
          return { apiVersion: 'v1', kind, metadata, spec: { selector: labels, template } };
        default:
          return {
            apiVersion: 'apps/v1',
            kind,
            metadata,
            spec: { ...(kind === 'StatefulSet' ? { serviceName: name } : {}), selector: { matchLabels: labels }, template },
          };
      }
    });
}

/** Gives some Pods an owner: a workload of the same namespace that makes Pods itself, or one that is not among the objects. */
function withOwners(workloads: readonly KubernetesObject[], owned: readonly boolean[]): KubernetesObject[] {
  return workloads.map((object, index) => {
    if (object.kind !== 'Pod' || owned[index] !== true) {
      return object;
    }
    const owner = workloads.find(
      ({ kind, metadata }) => CAN_OWN_PODS.includes(kind) && metadata.namespace === object.metadata.namespace,
    ) ?? { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'elsewhere' } };
    const reference = { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: `uid-${index}`, controller: true };
    return { ...object, metadata: { ...object.metadata, ownerReferences: [reference] } };
  });
}

/** With labels, without any, or no object at all. */
function namespace(name: string): fc.Arbitrary<KubernetesObject[]> {
  const metadata = fc.oneof(
    { weight: 4, arbitrary: namespaceLabels.map((labels) => ({ name, labels })) },
    { weight: 1, arbitrary: fc.constant({ name }) },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );
  return metadata.map((metadata) => (metadata === undefined ? [] : [{ apiVersion: 'v1', kind: 'Namespace', metadata }]));
}

/** The objects of a world, in no particular order but that the last of two policies with one name is the one that counts. */
export const randomWorld: fc.Arbitrary<KubernetesObject[]> = fc
  .integer({ min: 1, max: NAMESPACES.length })
  .map((count) => NAMESPACES.slice(0, count))
  .chain((namespaces) =>
    fc.record({
      namespaces: fc.tuple(...namespaces.map(namespace)),
      workloads: fc
        .integer({ min: 1, max: WORKLOAD_NAMES.length })
        .chain((count) => fc.tuple(...WORKLOAD_NAMES.slice(0, count).map((name) => workload(name, namespaces)))),
      owned: fc.array(fc.boolean(), { minLength: WORKLOAD_NAMES.length, maxLength: WORKLOAD_NAMES.length }),
      policies: fc.array(policy(namespaces), { maxLength: 8 }),
    }),
  )
  .map(({ namespaces, workloads, owned, policies }) => [
    ...namespaces.flat(),
    ...withOwners(workloads, owned).map(withoutDefault),
    ...policies.map(withoutDefault),
  ]);

/** Every other object of the namespace `default` says nothing of it. */
function withoutDefault(object: KubernetesObject, index: number): KubernetesObject {
  if (object.metadata.namespace !== 'default' || index % 2 === 0) return object;
  const { namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
}
