import type { Manifest } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Repository } from '../../tenancy/catalogue';
import type { Ceiling } from '../../tenancy/ceiling';
import { IN_CLUSTER } from './application';

/** Keeps a project from being deleted while Applications refer to it. */
const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** A ceiling as an AppProject: one repository, exact namespaces, exact kinds. Absent lists would mean "everything", so none is absent. */
export function appProject(name: string, ceiling: Ceiling, repository: Repository): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: ARGO_CD_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'desired-state', 'app.kubernetes.io/name': name },
      finalizers: [FINALIZER],
    },
    spec: {
      sourceRepos: [repository.url],
      destinations: ceiling.namespaces.map((namespace) => ({ server: IN_CLUSTER, namespace })),
      clusterResourceWhitelist: ceiling.clusterKinds,
      namespaceResourceWhitelist: ceiling.namespacedKinds,
      orphanedResources: { warn: true },
    },
  };
}
