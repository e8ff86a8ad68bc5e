import { isMapping, valueAt } from '../manifest/manifest';
import { tryFact } from '../tenancy/fact';
import { type Condition, ofAddOn, ofKind } from './conditions';
import { isEqual } from './difference';

const metricsServer: Condition = {
  name: 'cluster fact brings metrics-server',
  holds: ({ cluster }) => cluster.brings.includes('metrics-server'),
  unless: { object: ofAddOn('metrics-server') },
};

const storageClass: Condition = {
  name: 'cluster fact brings storage-class',
  holds: ({ cluster }) => cluster.brings.includes('storage-class'),
  unless: { object: ofKind('StorageClass', /./) },
};

const kubelets: Condition = {
  name: 'cluster fact kubelets',
  holds: ({ cluster }) => cluster.kubelets === 'signed',
  said: ({ cluster }) => cluster.kubelets,
  unless: { value: (value) => value === '--kubelet-insecure-tls' },
};

const logs: Condition = {
  name: 'cluster fact logs',
  holds: ({ cluster }) => cluster.logs !== undefined,
  object: (manifest, component) =>
    ofAddOn('logging')(manifest, component) ||
    ofKind('ConfigMap', /^log-routing$/)(manifest) ||
    ofKind('NetworkPolicy', /^prometheus-to-logging$/)(manifest),
};

const identity: Condition = {
  name: 'cluster fact identity',
  holds: ({ cluster }) => cluster.identity !== undefined,
  value: (value, { object, field }, { cluster }) =>
    object === '/ConfigMap/argocd/argocd-cm' &&
    field === 'data["oidc.config"]' &&
    [cluster.identity?.issuer, cluster.identity?.clientId].every((text) => String(value).includes(String(text))),
};

const backup: Condition = {
  name: 'cluster fact backup',
  holds: ({ cluster }) => tryFact(cluster.backup) !== undefined,
  object: (manifest, component) =>
    (component === 'rbac' && ofKind('Role RoleBinding', /^backup-operator$/)(manifest)) ||
    (component === 'secrets'
      ? ofKind('SealedSecret ExternalSecret Secret', /^backup-bucket$/)(manifest)
      : manifest.metadata.name.startsWith(`${component}-`) &&
        ofKind('CronJob NetworkPolicy ServiceAccount', /-(?:backup|restore)(?:-to-|$)/)(manifest)),
  value: (value) => isMapping(value) && /^Backup(?:TooOld|Failed)$/.test(String(value.alert)),
};

const certificates: Condition = {
  name: 'cluster fact certificates',
  holds: ({ cluster }) => cluster.certificates !== 'self-signed',
  said: ({ cluster: { certificates: authority } }) => (authority === 'self-signed' ? authority : authority.acme),
  object: (manifest) =>
    ofKind('NetworkPolicy', /^cert-manager-to-authority$/)(manifest) ||
    (manifest.metadata.namespace === 'cert-manager' && ofKind('SealedSecret ExternalSecret Secret', /^nameserver$/)(manifest)),
  value: (value, { object, field }, { cluster: { certificates: authority } }) =>
    object === 'cert-manager.io/ClusterIssuer//hosts' &&
    field === 'spec.acme' &&
    authority !== 'self-signed' &&
    valueAt(value, 'server') === authority.acme,
  unless: {
    value: (_, { object, field }) => object === 'cert-manager.io/ClusterIssuer//hosts' && /^spec\.(?:ca|selfSigned)$/.test(field),
  },
};

const gateway: Condition = {
  name: 'cluster fact edge',
  holds: ({ cluster }) => cluster.edge.kind === 'gateway',
  said: ({ cluster }) => cluster.edge.kind,
  object: ofKind('Gateway GatewayClass HTTPRoute', /./),
  unless: { object: ofKind('Ingress IngressClass Route', /./) },
};

const EDGE = 'argoproj.io/Application/argocd/edge';
const SERVICE = '.helm.valuesObject.service.spec';

const edgePorts: Condition = {
  name: 'cluster fact edgePorts',
  holds: ({ cluster }) => cluster.edgePorts !== undefined,
  value: (value, { object, field }, { cluster }) =>
    object === EDGE &&
    field.endsWith('.helm.valuesObject.ports') &&
    isEqual(value, { web: { nodePort: cluster.edgePorts?.http }, websecure: { nodePort: cluster.edgePorts?.https } }),
  turn: (without, within, { object, field }) =>
    object === EDGE &&
    ((field.endsWith(`${SERVICE}.type`) && without === 'LoadBalancer' && within === 'NodePort') ||
      (field.endsWith(`${SERVICE}.externalTrafficPolicy`) && without === 'Local' && within === 'Cluster')),
  unless: {
    value: (value, { field }, { cluster }) =>
      field.endsWith(`${SERVICE}.loadBalancerSourceRanges`) && isEqual(value, cluster.ranges.internal),
  },
};

/** What a cluster brings or lacks, and what is delivered because of it. */
export const FACT_CONDITIONS: readonly Condition[] = [
  metricsServer,
  storageClass,
  kubelets,
  logs,
  identity,
  backup,
  certificates,
  gateway,
  edgePorts,
];
