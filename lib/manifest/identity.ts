import type { Manifest } from './manifest';

/** What the API server tells objects apart by. The version is not part of it: `v1` and `v1beta1` are one object. */
export interface Identity {
  /** API group; empty for Kubernetes' core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Asked of every object by most rules, and the same for thousands: text that is put together anew has to be hashed anew, too. */
const types = new Map<string, Map<string, string>>();

/** `apps/Deployment`, `/Service`: what rules about a kind look it up by. */
export function typeOf({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  let kinds = types.get(apiVersion);
  if (kinds === undefined) {
    kinds = new Map();
    types.set(apiVersion, kinds);
  }
  let type = kinds.get(kind);
  if (type === undefined) {
    type = `${groupOf(apiVersion)}/${kind}`;
    kinds.set(kind, type);
  }
  return type;
}

export function identityOf({ apiVersion, kind, metadata }: Manifest): Identity {
  return { group: groupOf(apiVersion), kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

/** `group/Kind/namespace/name`, the key of an object in maps and in JSON output. */
export function objectKey(manifest: Manifest): string {
  const { group, kind, namespace, name } = identityOf(manifest);
  return `${group}/${kind}/${namespace}/${name}`;
}

/** How people say it: `Deployment kfm-api/kfm-api`, `Namespace kfm-api`. */
export function spokenName({ kind, metadata }: Manifest): string {
  return metadata.namespace === undefined ? `${kind} ${metadata.name}` : `${kind} ${metadata.namespace}/${metadata.name}`;
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'internal.apiserver.k8s.io/StorageVersion',
  'networking.k8s.io/ClusterCIDR',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'policy/PodSecurityPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/DeviceTaintRule',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
  'storagemigration.k8s.io/StorageVersionMigration',
]);

/** Whether a built-in kind lives outside namespaces (Kubernetes API reference). */
export function isClusterScoped(manifest: Pick<Manifest, 'apiVersion' | 'kind'>): boolean {
  return CLUSTER_SCOPED.has(typeOf(manifest));
}

/** Whether the kind is defined by a CustomResourceDefinition: built-in groups have no dot or end in `k8s.io`, the Gateway API's excepted. */
export function isCustomResource({ apiVersion }: Pick<Manifest, 'apiVersion'>): boolean {
  const group = groupOf(apiVersion);
  return group.includes('.') && (!group.endsWith('.k8s.io') || group === 'gateway.networking.k8s.io');
}
