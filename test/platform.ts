import { App } from 'cdk8s';
import {
  argo,
  Catalogue,
  Ceiling,
  type Cluster,
  Edge,
  type EnvironmentProps,
  type Manifest,
  mock,
  type Platform,
  type SecretRef,
  Sync,
  type Traits,
  UnitChart,
} from '../lib';

const PEOPLE = { group: 'test', reviewers: '@test' };
const ZONES = ['kfm-api', 'kfm-pipelines', 'kfm-web', 'platform-data'];
const COMPONENTS = {
  'kfm-api': 'kfm-api',
  'kfm-ui': 'kfm-web',
  tiles: 'kfm-web',
  indexer: 'kfm-pipelines',
  'pipeline-runner': 'kfm-pipelines',
};

export const TEST_CATALOGUE = new Catalogue({
  partOf: 'kfm',
  repository: { url: 'https://git.example.org/desired-state.git', revision: 'main', path: 'dist', pages: 'https://git.example.org/pages' },
  boundaries: { platform: PEOPLE, security: PEOPLE, release: PEOPLE },
  teams: { services: PEOPLE, web: PEOPLE, pipelines: PEOPLE, 'data-platform': PEOPLE },
  namespaces: {
    'kfm-api': { team: 'services', tier: 'api' },
    'kfm-web': { team: 'web', tier: 'frontend' },
    'kfm-pipelines': { team: 'pipelines', tier: 'pipeline' },
    'platform-data': { team: 'data-platform', tier: 'store' },
  },
  components: Object.fromEntries(
    Object.entries(COMPONENTS).map(([name, namespace]) => [name, { namespace, image: `registry.example.org/${name}` }]),
  ),
  registries: ['registry.example.org/', 'docker.io/', 'quay.io/'],
  stores: {
    postgres: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] },
    objects: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] },
    audit: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] },
    redis: { namespace: 'platform-data', state: 'rebuildable', callers: ['kfm-api'] },
    search: { namespace: 'platform-data', state: 'rebuildable', callers: ['kfm-api'] },
    graph: { namespace: 'platform-data', state: 'rebuildable', callers: ['kfm-api'] },
  },
  projects: {
    platform: Ceiling.platform({ zones: ZONES, addOns: [], charts: [] }),
    security: Ceiling.security(...ZONES),
    data: Ceiling.data('data-platform', 'platform-data'),
    services: Ceiling.team('services', 'kfm-api'),
    web: Ceiling.team('web', 'kfm-web'),
    pipelines: Ceiling.team('pipelines', 'kfm-pipelines'),
  },
});

export const TEST_CLUSTER: Cluster = {
  name: 'test',
  kubernetes: '1.34',
  domain: 'test.example.org',
  edge: Edge.gateway(),
  certificates: 'self-signed',
  storageClass: { name: 'standard', provisioner: 'example.org/disk' },
  scratchClass: 'scratch',
  kubelets: 'self-signed',
  nodePools: {
    general: { architecture: 'amd64', nodes: 3 },
    pipelines: { architecture: 'arm64', nodes: 1, taint: { key: 'example.org/pool', value: 'pipelines' } },
  },
  ranges: {
    apiServer: ['10.0.1.0/28'],
    nodes: ['10.0.0.0/24'],
    pods: ['10.1.0.0/16'],
    services: ['10.2.0.0/16'],
    internal: ['10.3.0.0/24'],
  },
  apiServerPort: 6443,
  dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  operations: { onCall: 'nobody', escalation: 'nobody', secrets: 'mock', promotion: 'none' },
  brings: ['storage-class', 'metrics-server'],
  provides: ['argoproj.io', 'bitnami.com', 'cert-manager.io', 'gateway.networking.k8s.io', 'monitoring.coreos.com'],
};

export const TEST_TRAITS: Traits = {
  purpose: 'development',
  locked: false,
  data: 'synthetic',
  audience: 'internal',
  size: 'small',
  highlyAvailable: false,
  encrypted: false,
};

const QUOTA = { cpu: '2', cpuLimit: '4', memory: '4Gi', pods: 10, storage: '40Gi' };

/** Props of an environment called `dev` with nothing in it. */
export const TEST_ENVIRONMENT: EnvironmentProps = {
  ...TEST_TRAITS,
  name: 'dev',
  catalogue: TEST_CATALOGUE,
  cluster: TEST_CLUSTER,
  delivery: argo({
    sync: Sync.automated(),
    cascade: false,
    notifications: { secret: mock('argocd', 'argocd-notifications-secret', 'slack-token'), channel: 'test' },
  }),
  quotas: Object.fromEntries(ZONES.map((zone) => [zone, QUOTA])),
};

/** A small platform to put constructs into, in place of an environment. */
export class TestPlatform extends App implements Platform {
  readonly catalogue = TEST_CATALOGUE;
  readonly cluster: Cluster;
  readonly traits: Traits;

  constructor({ cluster = {}, traits = {} }: { cluster?: Partial<Cluster>; traits?: Partial<Traits> } = {}) {
    super({ outdir: 'unused' });
    this.cluster = { ...TEST_CLUSTER, ...cluster };
    this.traits = { ...TEST_TRAITS, ...traits };
  }

  /** The manifests of one unit, or of all. */
  manifests(folder?: string): Manifest[] {
    const charts = this.node.findAll().filter((construct): construct is UnitChart => construct instanceof UnitChart);
    return charts
      .filter((chart) => folder === undefined || chart.props.folder === folder)
      .flatMap((chart) => [...chart.toUnit().manifests]);
  }
}

/** Secrets of all stores, as mocks with the keys that they need. */
export const STORE_SECRETS = {
  postgres: mock('platform-data', 'postgres-credentials', 'postgres-password', 'kfm-api-password', 'backup-password', 'metrics-password'),
  audit: mock(
    'platform-data',
    'audit-credentials',
    'postgres-password',
    'kfm-api-password',
    'audit-owner-password',
    'backup-password',
    'metrics-password',
  ),
  graph: mock('platform-data', 'graph-credentials', 'postgres-password', 'kfm-api-password', 'backup-password', 'metrics-password'),
  objects: mock(
    'platform-data',
    'objects-credentials',
    'root-access-key',
    'root-secret-key',
    'users.json',
    'backup-access-key',
    'backup-secret-key',
  ),
  redis: mock('platform-data', 'redis-credentials', 'users.acl', 'metrics-password'),
  search: mock('platform-data', 'search-credentials', 'master-key'),
} satisfies Record<string, SecretRef>;

export const API_SECRET = mock(
  'kfm-api',
  'kfm-api-credentials',
  'postgres-password',
  'audit-password',
  'graph-password',
  'redis-password',
  'search-key',
  'objects-access-key',
  'objects-secret-key',
);

/** A sealed file as kubeseal writes it; the ciphertext is nobody's. */
export function sealedFile(namespace: string, name: string, ...keys: string[]): object {
  return {
    kind: 'SealedSecret',
    apiVersion: 'bitnami.com/v1alpha1',
    metadata: { name, namespace, creationTimestamp: null },
    spec: {
      template: { metadata: { name, namespace, creationTimestamp: null } },
      encryptedData: Object.fromEntries(keys.map((key) => [key, `AgSample${key}`])),
    },
  };
}
