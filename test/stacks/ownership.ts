import { type Manifest, objectKey } from '../../lib';
import { resourcesOf } from './configuration';

/** Which objects the resources of Terraform are. */
const KINDS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_config_map_v1: ['v1', 'ConfigMap'],
  kubernetes_deployment_v1: ['apps/v1', 'Deployment'],
  kubernetes_job_v1: ['batch/v1', 'Job'],
  kubernetes_namespace_v1: ['v1', 'Namespace'],
  kubernetes_network_policy_v1: ['networking.k8s.io/v1', 'NetworkPolicy'],
  kubernetes_role_binding_v1: ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  kubernetes_role_v1: ['rbac.authorization.k8s.io/v1', 'Role'],
  kubernetes_secret_v1: ['v1', 'Secret'],
  kubernetes_service_account_v1: ['v1', 'ServiceAccount'],
  kubernetes_service_v1: ['v1', 'Service'],
};

/** The objects that a stack makes, by group/Kind/namespace/name. Labels of nodes are fields of what somebody else made. */
export function objectsOf(text: string): string[] {
  return resourcesOf(text)
    .filter(({ type }) => type !== 'kubernetes_labels')
    .map(({ type, address, block }) => {
      const [apiVersion, kind] = KINDS[type] ?? [];
      if (apiVersion === undefined || kind === undefined) throw new Error(`${address}: nobody said which kind ${type} makes`);
      return objectKey({ apiVersion, kind, metadata: block['metadata'] } as Manifest);
    });
}

/** The objects that manifests make; a sealed secret makes a Secret, too. */
export function objectsIn(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) =>
    manifest.kind === 'SealedSecret'
      ? [objectKey(manifest), objectKey({ ...manifest, apiVersion: 'v1', kind: 'Secret' })]
      : [objectKey(manifest)],
  );
}

/** What both make. */
export function sharedBy(left: readonly string[], right: readonly string[]): string[] {
  return left.filter((object) => right.includes(object));
}
