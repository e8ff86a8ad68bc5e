import { type Cluster, Edge } from '../lib';

const DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** Installed by the bootstrap, before anything is delivered. */
const PROVIDED = ['argoproj.io'];

/** Where the organization's people come from. */
const INTERNAL = ['10.64.0.0/12', '192.0.2.0/24'];

const ACME = {
  acme: 'https://acme-v02.api.letsencrypt.org/directory',
  email: 'platform@kfm.example.org',
  nameserver: 'ns1.kfm.example.org:53',
};

const IDENTITY = { issuer: 'https://login.kfm.example.org', clientId: 'argocd' };

/** The facts of each cluster. Sample values stand where the sources name none (docs/decisions/0002). */
export const clusters = {
  local: {
    name: 'local-254carbon',
    kubernetes: '1.34',
    domain: 'local.kfm.example.org',
    edge: Edge.gateway(),
    edgePorts: { http: 30_080, https: 30_443 },
    certificates: 'self-signed',
    storageClass: { name: 'standard', provisioner: 'rancher.io/local-path' },
    nodePools: {
      x86: { architecture: 'amd64', nodes: 2 },
      arm: { architecture: 'arm64', nodes: 1 },
    },
    scratchClass: 'standard',
    kubelets: 'self-signed',
    ranges: {
      apiServer: ['10.201.0.0/16'],
      nodes: ['10.201.0.0/16'],
      pods: ['10.244.0.0/16'],
      services: ['10.96.0.0/16'],
      internal: ['10.201.0.1/32'],
    },
    apiServerPort: 6443,
    dns: DNS,
    operations: {
      onCall: 'whoever started it',
      escalation: 'platform-sre',
      secrets: 'mock values that seeding generates in the cluster',
      promotion: 'none: nothing is promoted to or from it',
    },
    brings: ['storage-class'],
    provides: PROVIDED,
  },

  dev: {
    name: 'kfm-dev',
    kubernetes: '1.34',
    domain: 'dev.kfm.example.org',
    edge: Edge.gateway(),
    certificates: 'self-signed',
    storageClass: { name: 'local-path', provisioner: 'rancher.io/local-path' },
    nodePools: { general: { architecture: 'amd64', nodes: 3 } },
    scratchClass: 'local-path',
    kubelets: 'self-signed',
    ranges: {
      apiServer: ['10.16.0.0/24'],
      nodes: ['10.16.0.0/24'],
      pods: ['10.42.0.0/16'],
      services: ['10.43.0.0/16'],
      internal: INTERNAL,
    },
    apiServerPort: 6443,
    dns: DNS,
    identity: IDENTITY,
    logs: { endpoint: 'https://logs.kfm.example.org', ranges: ['10.65.4.0/28'] },
    operations: {
      onCall: 'the team whose component it is, working hours',
      escalation: 'platform-sre',
      secrets: 'sealed, strict scope',
      promotion: 'a pull request that the owning team approves',
    },
    brings: ['storage-class', 'metrics-server'],
    provides: PROVIDED,
  },

  stage: {
    name: 'kfm-stage',
    kubernetes: '1.34',
    domain: 'stage.kfm.example.org',
    edge: Edge.gateway(),
    certificates: { ...ACME, keyName: 'kfm-stage' },
    storageClass: { name: 'replicated', provisioner: 'driver.longhorn.io' },
    nodePools: {
      general: { architecture: 'amd64', nodes: 3 },
      pipelines: { architecture: 'amd64', nodes: 2, taint: { key: 'platform.kfm.example.org/pool', value: 'pipelines' } },
    },
    scratchClass: 'scratch',
    kubelets: 'signed',
    ranges: {
      apiServer: ['10.17.0.0/24'],
      nodes: ['10.17.0.0/24'],
      pods: ['10.44.0.0/16'],
      services: ['10.45.0.0/16'],
      internal: INTERNAL,
    },
    apiServerPort: 6443,
    dns: DNS,
    identity: IDENTITY,
    backup: {
      name: 'kfm-stage-backup',
      endpoint: 'https://s3.backup.kfm.example.org',
      region: 'us-central-1',
      ranges: ['10.65.8.0/28'],
    },
    logs: { endpoint: 'https://logs.kfm.example.org', ranges: ['10.65.4.0/28'] },
    operations: {
      onCall: 'release, working hours',
      escalation: 'platform-sre',
      secrets: 'sealed, strict scope',
      promotion: 'a pull request that release approves',
    },
    brings: [],
    provides: PROVIDED,
  },

  prod: {
    name: 'kfm-prod',
    kubernetes: '1.34',
    domain: 'kfm.example.org',
    edge: Edge.gateway(),
    certificates: { ...ACME, keyName: 'kfm-prod' },
    storageClass: { name: 'replicated', provisioner: 'driver.longhorn.io' },
    nodePools: {
      general: { architecture: 'amd64', nodes: 6 },
      pipelines: { architecture: 'amd64', nodes: 3, taint: { key: 'platform.kfm.example.org/pool', value: 'pipelines' } },
    },
    scratchClass: 'scratch',
    kubelets: 'signed',
    ranges: {
      apiServer: ['10.18.0.0/24'],
      nodes: ['10.18.0.0/24'],
      pods: ['10.46.0.0/16'],
      services: ['10.47.0.0/16'],
      internal: INTERNAL,
    },
    apiServerPort: 6443,
    dns: DNS,
    identity: IDENTITY,
    backup: {
      name: 'kfm-prod-backup',
      endpoint: 'https://s3.backup.kfm.example.org',
      region: 'us-central-1',
      ranges: ['10.65.8.16/28'],
    },
    logs: { endpoint: 'https://logs.kfm.example.org', ranges: ['10.65.4.0/28'] },
    operations: {
      onCall: 'release, around the clock',
      escalation: 'platform-sre',
      secrets: 'sealed, strict scope',
      promotion: 'a pull request that release and security approve',
    },
    brings: [],
    provides: PROVIDED,
  },
} satisfies Record<string, Cluster>;
