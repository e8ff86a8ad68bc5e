import type { Labels, Manifest } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Repository } from '../../tenancy/catalogue';
import type { Ceiling } from '../../tenancy/ceiling';
import { IN_CLUSTER } from './application';

/** Keeps a project from being deleted while Applications refer to it. */
const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** A ceiling as an AppProject: exact repositories, namespaces and kinds. Absent lists would mean "everything", so none is absent. */
export function appProject(name: string, ceiling: Ceiling, repository: Repository, annotations: Labels = {}): Manifest {
  return {
    ...header(name),
    metadata: {
      ...header(name).metadata,
      ...(Object.keys(annotations).length > 0 && { annotations }),
      finalizers: [FINALIZER],
    },
    spec: {
      sourceRepos: [repository.url, ...(ceiling.charts ?? [])],
      destinations: ceiling.namespaces.map((namespace) => ({ server: IN_CLUSTER, namespace })),
      clusterResourceWhitelist: ceiling.clusterKinds,
      namespaceResourceWhitelist: ceiling.namespacedKinds,
      // In the namespace of the system there is always something that nobody delivers.
      ...(!ceiling.namespaces.includes('kube-system') && { orphanedResources: { warn: true } }),
    },
  };
}

/** The project that exists in every Argo CD and permits everything: closed (hardening A1). */
export function closedDefaultProject(): Manifest {
  return {
    ...header('default'),
    spec: {
      sourceRepos: [],
      sourceNamespaces: [],
      destinations: [],
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: [{ group: '*', kind: '*' }],
    },
  };
}

function header(name: string): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: ARGO_CD_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'desired-state', 'app.kubernetes.io/name': name },
    },
  };
}
