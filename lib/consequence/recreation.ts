import type { FieldChange } from '../manifest/changes';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { quantityAmount, quantityProblem } from '../manifest/quantity';
import type { Aspect } from './aspect';
import { annotation, hasSyncOption } from './field';
import { named } from './wording';

/** Fields that the API server lets nobody change (its validation of updates, Kubernetes 1.28 to 1.34). */
const IMMUTABLE: Readonly<Record<string, RegExp>> = {
  'apps/DaemonSet': /^spec\.selector\b/,
  'apps/Deployment': /^spec\.selector\b/,
  'apps/ReplicaSet': /^spec\.selector\b/,
  'apps/StatefulSet':
    /^spec\.(?!(?:replicas|ordinals|template|updateStrategy|persistentVolumeClaimRetentionPolicy|minReadySeconds|revisionHistoryLimit)\b)/,
  'batch/Job': /^spec\.(?:selector|template|completionMode|podFailurePolicy|successPolicy|backoffLimitPerIndex|managedBy)\b/,
  '/PersistentVolumeClaim': /^spec\.(?!volumeAttributesClassName\b)/,
  '/PersistentVolume':
    /^spec\.(?!(?:capacity|accessModes|persistentVolumeReclaimPolicy|claimRef|mountOptions|nodeAffinity|storageClassName|volumeAttributesClassName)\b)/,
  '/Secret': /^type$/,
  'rbac.authorization.k8s.io/RoleBinding': /^roleRef\b/,
  'rbac.authorization.k8s.io/ClusterRoleBinding': /^roleRef\b/,
  'storage.k8s.io/StorageClass': /^(?:provisioner|parameters|reclaimPolicy|volumeBindingMode)\b/,
  'apiextensions.k8s.io/CustomResourceDefinition': /^spec\.(?:group|scope|names\.(?:kind|plural))$/,
  'scheduling.k8s.io/PriorityClass': /^(?:value|preemptionPolicy)$/,
  'node.k8s.io/RuntimeClass': /^handler$/,
  'networking.k8s.io/IngressClass': /^spec\.controller$/,
  'gateway.networking.k8s.io/GatewayClass': /^spec\.controllerName$/,
};

/** Fields that cannot change in place: the object has to be deleted and made again, and until then the sync fails. */
export const recreation: Aspect = ({ before, after }, open) => {
  const fields = open.filter((change) => isImmutable(change, before, after));
  if (fields.length === 0) return [];
  const isForced = hasSyncOption(after, 'Replace=true') && hasSyncOption(after, 'Force=true');
  const way = isForced
    ? 'Argo CD deletes it and makes it again (Replace=true, Force=true)'
    : 'the API server refuses it, so the sync fails until somebody deletes the object';
  const note = Object.hasOwn(NOTES, typeOf(after)) ? `; ${NOTES[typeOf(after)]}` : '';
  return [
    {
      risk: 'recreation',
      weight: WEIGHTS[typeOf(after)] ?? 0,
      summary: `cannot change in place (${named(fields)}): ${way}${note}`,
      fields,
    },
  ];
};

const WEIGHTS: Readonly<Record<string, number>> = {
  '/PersistentVolumeClaim': 9,
  '/PersistentVolume': 9,
  'apps/StatefulSet': 8,
  'apps/Deployment': 5,
};

const NOTES: Readonly<Record<string, string>> = {
  'apps/StatefulSet': 'deleted with --cascade=orphan it leaves pods and claims, and claims that exist stay as they are',
  'apps/Deployment': 'its pods go with it',
  'apps/DaemonSet': 'its pods go with it',
  '/PersistentVolumeClaim': 'its data goes with it unless the volume is retained',
  'rbac.authorization.k8s.io/RoleBinding': 'meanwhile the former role stays bound',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'meanwhile the former role stays bound',
};

function isImmutable(change: FieldChange, before: Manifest, after: Manifest): boolean {
  const type = typeOf(after);
  const { field } = change;
  if (
    (type === '/ConfigMap' || type === '/Secret') &&
    valueAt(before, 'immutable') === true &&
    /^(?:data|binaryData|stringData|immutable)\b/.test(field)
  )
    return true;
  if (type === '/Service') return /^spec\.clusterIPs?\b/.test(field) && change.before !== undefined && change.after !== undefined;
  if (type === 'batch/Job' && annotation(after, 'argocd.argoproj.io/hook') !== undefined) return false;
  if (type === '/PersistentVolumeClaim' && grows(change)) return false;
  if (type === 'batch/Job' && field === 'spec.completions') return valueAt(after, 'spec.completionMode') !== 'Indexed';
  return Object.hasOwn(IMMUTABLE, type) && (IMMUTABLE[type] as RegExp).test(field);
}

/** A claim may ask for more, where its storage class lets volumes grow. */
function grows({ field, before, after }: FieldChange): boolean {
  if (field !== 'spec.resources.requests.storage') return false;
  const amounts = [before, after].map((value) =>
    quantityProblem(String(value)) === undefined ? quantityAmount(String(value)) : Number.NaN,
  );
  return (amounts[1] as number) > (amounts[0] as number);
}
