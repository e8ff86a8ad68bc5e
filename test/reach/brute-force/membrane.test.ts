import { Asking } from './asking';
import type { KubernetesObject, NetworkPolicy } from './kubernetes';
import { breaches } from './membrane';

const TIER = 'platform.kfm.example.org/tier';
const RANGES = { pods: ['10.44.0.0/16'], services: ['10.45.0.0/16'], nodes: ['10.17.0.0/24'] };
const TIERS = { api: 'api', web: 'frontend', jobs: 'pipeline', data: 'store' };

function namespace(name: string, tier: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [TIER]: tier } } };
}

/** A Pod by `namespace/name`, with the label `app: name` and a port of its own and one of metrics. */
function pod(place: string, spec: object = {}): KubernetesObject {
  const [namespace = '', name = ''] = place.split('/');
  const ports = [
    { name: 'main', containerPort: 5432 },
    { name: 'metrics', containerPort: 9187 },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ ports }], ...spec },
  };
}

function policy(namespace: string, name: string, spec: NetworkPolicy['spec']): KubernetesObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

/** Lets pods of a namespace into the pods of an app. */
function lets(from: string, to: string, port: number): KubernetesObject {
  const [place = '', app = ''] = to.split('/');
  const peer = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': from } } };
  const spec = { podSelector: { matchLabels: { app } }, ingress: [{ from: [peer], ports: [{ port }] }] };
  return policy(place, `from-${from}-${port}`, spec);
}

/** Nobody is let into `data` and `jobs`; all may call out. */
const WORLD = [
  ...Object.entries({ ...TIERS, monitoring: 'platform' }).map(([name, tier]) => namespace(name, tier)),
  ...['api/api', 'web/ui', 'jobs/indexer', 'data/postgres', 'monitoring/prometheus'].map((place) => pod(place)),
  ...['data', 'jobs'].map((place) => policy(place, 'deny', { podSelector: {}, policyTypes: ['Ingress'] })),
];
const CHART = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'edge', namespace: 'argocd' },
  spec: { source: { chart: 'traefik' }, destination: { namespace: 'edge' } },
};

test.each<[what: string, undeclared: boolean, ungoverned: boolean, objects: readonly KubernetesObject[]]>([
  ['nobody is let in', false, false, []],
  ['the API is declared and governed', false, false, [lets('api', 'data/postgres', 5432)]],
  ['the frontend', true, true, [lets('web', 'data/postgres', 5432)]],
  ['the frontend on the port of metrics', true, false, [lets('web', 'data/postgres', 9187)]],
  ['who watches, on the port of metrics', false, false, [lets('monitoring', 'data/postgres', 9187)]],
  ['who watches, on another', true, true, [lets('monitoring', 'data/postgres', 5432)]],
  ['a job that nobody calls', true, false, [lets('jobs', 'data/postgres', 5432)]],
  ['a job that the frontend calls', true, true, [lets('jobs', 'data/postgres', 5432), lets('web', 'jobs/indexer', 9000)]],
  ['a store on the network of its node', true, true, [pod('data/redis', { hostNetwork: true })]],
  ['pods of a chart, which calls from outside reach', false, true, [CHART, lets('edge', 'data/postgres', 5432)]],
  ['every address', true, true, [policy('data', 'world', { ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })]],
])('%s', (_, undeclared, ungoverned, objects) => {
  const found = breaches([...WORLD, ...objects], new Asking(RANGES), {
    tiers: TIERS,
    callers: { postgres: ['api'] },
    homes: { api: 'api' },
    componentOf: ({ metadata }) => metadata.name,
  });

  expect({ undeclared: found.undeclared.length > 0, ungoverned: found.ungoverned.length > 0 }).toEqual({ undeclared, ungoverned });
});
