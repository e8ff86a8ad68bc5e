import type { ClusterFacts, Facts } from '../../../cli/doctor/facts';
import type { Check } from '../../../cli/doctor/finding';
import { spokenAbout } from '../../../cli/doctor/finding';
import { KINDS, type KindName } from '../../../cli/doctor/kinds';
import type { Live } from '../../../cli/verify/check';
import type { Cluster, Manifest } from '../../../lib';

/** A sound environment of one server behind a Gateway, as dist has it and as its cluster has it. Tests change one thing of it. */

const REPOSITORY = { url: 'https://git.example.org/platform/it.git', revision: 'main' };
const POOL = 'platform.kfm.example.org/pool';
const TRUE = (type: string): object => ({ type, status: 'True' });

export const NOW = Date.parse('2026-11-22T12:00:00Z');

function manifest(apiVersion: string, kind: string, name: string, namespace: string, rest: object = {}): Manifest {
  return { apiVersion, kind, metadata: { name, ...(namespace !== '' && { namespace }) }, ...rest };
}

const LABELS = { 'app.kubernetes.io/name': 'ui' };
const CONTAINER = {
  name: 'ui',
  ports: [{ name: 'http', containerPort: 8080 }],
  envFrom: [{ secretRef: { name: 'ui-credentials' } }],
};

export const DIST = {
  namespace: manifest('v1', 'Namespace', 'web', ''),
  argocd: manifest('v1', 'Namespace', 'argocd', ''),
  edgeNamespace: manifest('v1', 'Namespace', 'edge', ''),
  deployment: manifest('apps/v1', 'Deployment', 'ui', 'web', {
    spec: { replicas: 1, selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: { containers: [CONTAINER] } } },
  }),
  service: manifest('v1', 'Service', 'ui', 'web', { spec: { selector: LABELS, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } }),
  sealed: manifest('bitnami.com/v1alpha1', 'SealedSecret', 'ui-credentials', 'web'),
  route: manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'ui', 'web', {
    spec: {
      hostnames: ['it.example.org'],
      parentRefs: [{ name: 'edge', namespace: 'edge', sectionName: 'hosts' }],
      rules: [{ backendRefs: [{ name: 'ui', port: 80 }] }],
    },
  }),
  gateway: manifest('gateway.networking.k8s.io/v1', 'Gateway', 'edge', 'edge', {
    spec: { listeners: [{ name: 'hosts', hostname: 'it.example.org', allowedRoutes: { namespaces: { from: 'All' } } }] },
  }),
  closed: manifest('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', 'web', {
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  }),
  fromEdge: manifest('networking.k8s.io/v1', 'NetworkPolicy', 'ui-from-edge', 'web', {
    spec: {
      podSelector: { matchLabels: LABELS },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
            },
          ],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
    },
  }),
  toUi: manifest('networking.k8s.io/v1', 'NetworkPolicy', 'edge-to-ui', 'edge', {
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } }, podSelector: { matchLabels: LABELS } }],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
    },
  }),
  application: manifest('argoproj.io/v1alpha1', 'Application', 'workloads-ui', 'argocd', {
    spec: {
      project: 'web',
      source: { repoURL: REPOSITORY.url, path: 'dist/it/workloads/ui', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
      syncPolicy: { automated: { selfHeal: true } },
    },
  }),
  root: manifest('argoproj.io/v1alpha1', 'Application', 'root', 'argocd', {
    spec: {
      project: 'web',
      source: { repoURL: REPOSITORY.url, path: 'dist/it/apps', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
    },
  }),
  project: {
    ...manifest('argoproj.io/v1alpha1', 'AppProject', 'web', 'argocd', {
      spec: { sourceRepos: [REPOSITORY.url], destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'web' }] },
    }),
    metadata: { name: 'web', namespace: 'argocd', annotations: { 'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'it' } },
  } as Manifest,
  notifications: manifest('v1', 'ConfigMap', 'argocd-notifications-cm', 'argocd', { data: { 'trigger.on-sync-failed': '[]' } }),
} satisfies Record<string, Manifest>;

/** An object of dist as the cluster has it. */
export function live(one: Manifest, more: object = {}): Live {
  return { ...(JSON.parse(JSON.stringify(one)) as object), ...more } as unknown as Live;
}

function thing(kind: string, name: string, namespace: string, rest: object = {}): Live {
  return { kind, metadata: { name, ...(namespace !== '' && { namespace }) }, ...rest } as Live;
}

const SYNCED = {
  status: {
    sync: { status: 'Synced', revision: 'a'.repeat(40) },
    health: { status: 'Healthy' },
    reconciledAt: new Date(NOW - 60_000).toISOString(),
  },
};

const RUNS = { spec: { replicas: 1 }, status: { readyReplicas: 1, availableReplicas: 1 } };

type Lists = Partial<Record<KindName, readonly Live[]>>;

export const LISTS: Lists = {
  nodes: [
    {
      kind: 'Node',
      metadata: { name: 'general-1', labels: { [POOL]: 'general', 'kubernetes.io/arch': 'amd64' } },
      spec: {},
      status: { conditions: [TRUE('Ready')] },
    },
  ],
  namespaces: [DIST.namespace, DIST.argocd, DIST.edgeNamespace].map((one) => live(one, { status: { phase: 'Active' } })),
  pods: [
    {
      kind: 'Pod',
      metadata: {
        name: 'ui-1',
        namespace: 'web',
        labels: LABELS,
        ownerReferences: [{ kind: 'ReplicaSet', name: 'ui-r', controller: true }],
      },
      spec: { containers: [CONTAINER] },
      status: { phase: 'Running', conditions: [TRUE('Ready'), TRUE('PodScheduled')] },
    } as Live,
  ],
  replicaSets: [
    {
      kind: 'ReplicaSet',
      metadata: { name: 'ui-r', namespace: 'web', ownerReferences: [{ kind: 'Deployment', name: 'ui', controller: true }] },
    } as Live,
  ],
  services: [live(DIST.service)],
  endpointSlices: [
    {
      kind: 'EndpointSlice',
      metadata: { name: 'ui-x', namespace: 'web', labels: { 'kubernetes.io/service-name': 'ui' } },
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
    } as Live,
  ],
  deployments: [
    live(DIST.deployment, { status: { readyReplicas: 1, availableReplicas: 1 } }),
    thing('Deployment', 'argocd-repo-server', 'argocd', RUNS),
    thing('Deployment', 'argocd-redis', 'argocd', RUNS),
  ],
  statefulSets: [thing('StatefulSet', 'argocd-application-controller', 'argocd', RUNS)],
  storageClasses: [{ ...thing('StorageClass', 'fast', ''), provisioner: 'it/fast' }],
  networkPolicies: [DIST.closed, DIST.fromEdge, DIST.toUi].map((one) => live(one)),
  gateways: [live(DIST.gateway, { status: { conditions: [TRUE('Accepted'), TRUE('Programmed')], addresses: [{ value: '192.0.2.80' }] } })],
  httpRoutes: [
    live(DIST.route, {
      status: { parents: [{ parentRef: { name: 'edge', namespace: 'edge' }, conditions: [TRUE('Accepted'), TRUE('ResolvedRefs')] }] },
    }),
  ],
  sealedSecrets: [live(DIST.sealed, { status: { conditions: [TRUE('Synced')] } })],
  applications: [live(DIST.application, SYNCED), live(DIST.root, SYNCED)],
  projects: [live(DIST.project)],
  secrets: [thing('Secret', 'ui-credentials', 'web'), thing('Secret', 'argocd-notifications-secret', 'argocd')],
  configMaps: [thing('ConfigMap', 'argocd-notifications-cm', 'argocd')],
  credentials: [thing('Secret', 'it', 'argocd')],
};

const CLUSTER = {
  name: 'it',
  kubernetes: '1.34',
  domain: 'it.example.org',
  storageClass: { name: 'fast', provisioner: 'it/fast' },
  scratchClass: 'fast',
  nodePools: { general: { architecture: 'amd64', nodes: 1 } },
  ranges: { apiServer: ['10.16.0.0/24'], nodes: ['10.16.0.0/24'], pods: ['10.42.0.0/16'], services: ['10.43.0.0/16'], internal: [] },
  apiServerPort: 6443,
} as unknown as Cluster;

/** A list that could not be read is undefined here. */
export function clusterFacts(lists: Partial<Record<KindName, readonly Live[] | undefined>> = {}): ClusterFacts {
  const all = { ...LISTS, ...lists };
  return {
    server: 'https://127.0.0.1:6443',
    lists: new Map(
      (Object.keys(KINDS) as KindName[]).map((name) => [
        name,
        name in lists && lists[name] === undefined ? { problem: 'Forbidden' } : (all[name] ?? []),
      ]),
    ),
    served: new Set(
      Object.values(DIST).map(({ apiVersion, kind }) => `${kind}.${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}`),
    ),
    gap: '',
    version: '1.34',
    isAdministrator: true,
  };
}

export function soundFacts(changes: Partial<Facts> = {}): Facts {
  return {
    environment: 'it',
    isLocal: false,
    place: { environment: 'it', context: 'kind-it' },
    cluster: CLUSTER,
    repository: REPOSITORY,
    isHighlyAvailable: false,
    folder: 'dist/it',
    dist: Object.values(DIST),
    files: ['dist/it/apps/a.yaml', 'dist/it/workloads/ui/service_ui.yaml'],
    clone: { remotes: new Map([['origin', 'git@git.example.org:platform/it.git']]), gates: [], ahead: [], behind: new Map() },
    machine: {
      programs: new Map([['kubectl', '1.34.0']]),
      missing: [],
      takenPorts: [],
      ports: [],
      pluginCache: undefined,
      isStackInitialized: false,
      isStackWritten: false,
    },
    names: new Map([['it.example.org', { addresses: ['192.0.2.80'] }]]),
    live: clusterFacts(),
    now: NOW,
    ...changes,
  };
}

/** Facts with other lists of the cluster. */
export function withLists(lists: Parameters<typeof clusterFacts>[0], changes: Partial<Facts> = {}): Facts {
  return soundFacts({ live: clusterFacts(lists), ...changes });
}

/** What a check finds, a line each. */
export function findings(check: Check, facts: Facts): string[] {
  return check
    .examine(facts)
    .findings.map(({ status, about, found }) => `${status === 'problem' ? '' : `${status} `}${spokenAbout(about)}: ${found}`);
}
