/** A manifest as plain JSON, the same for us and for the peer. */
export interface ReachManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: object;
}

/** Where the cluster's own addresses are, CIDR notation. */
export const RANGES = { nodes: ['10.0.0.0/16'], pods: ['10.128.0.0/9'], services: ['10.96.0.0/12'] };

const PODS_IN_NAMESPACE = 25;

/**
 * Namespaces of 25 pods, each pod with labels of its own, under five policies: closed, names resolved, open within on one port, and
 * one pod that calls one of the next namespace and an address outside.
 */
export function reachWorld(pods: number): ReachManifest[] {
  const count = pods / PODS_IN_NAMESPACE;
  const zones = Array.from({ length: count }, (_, index) => [index, (index + 1) % count, (index + count - 1) % count] as const);
  return zones.flatMap(([own, next, previous]) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: zoneName(own), labels: { team: `team-${own % 7}` } } },
    ...Array.from({ length: PODS_IN_NAMESPACE }, (_, index) => pod(own, index)),
    policy(own, 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy(own, 'allow-dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ namespaceSelector: named('kube-system'), podSelector: app('kube-dns') }], ports: [port(53, 'UDP'), port(53)] }],
    }),
    policy(own, 'within', {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [port(8080)] }],
      egress: [{ to: [{ podSelector: {} }], ports: [port(8080)] }],
    }),
    policy(own, 'from-previous', {
      podSelector: app('app-1'),
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ namespaceSelector: named(zoneName(previous)), podSelector: app('app-0') }], ports: [{ port: 'database' }] }],
    }),
    policy(own, 'to-next', {
      podSelector: app('app-0'),
      policyTypes: ['Egress'],
      egress: [
        { to: [{ namespaceSelector: named(zoneName(next)), podSelector: app('app-1') }], ports: [port(5432)] },
        { to: [{ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] } }], ports: [port(443)] },
      ],
    }),
  ]);
}

function zoneName(index: number): string {
  return `zone-${index}`;
}

function pod(zone: number, index: number): ReachManifest {
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'database', containerPort: 5432 },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `app-${index}`, namespace: zoneName(zone), labels: { app: `app-${index}`, instance: `app-${zone}-${index}` } },
    spec: { containers: [{ name: 'main', image: 'registry.example.org/bench/app:1', ports }] },
  };
}

function policy(zone: number, name: string, spec: object): ReachManifest {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: zoneName(zone) }, spec };
}

function app(name: string): object {
  return { matchLabels: { app: name } };
}

function named(namespace: string): object {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}

function port(number: number, protocol = 'TCP'): object {
  return { port: number, protocol };
}
