import { ARGO_CD_NAMESPACE } from '../manifest/unit';

/** A kind with its API group, as AppProjects list them; the core group is empty. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** The most that the Applications of one AppProject may ever do. Declared, never derived from what is rendered. */
export interface Ceiling {
  /** Namespaces that Applications may deploy into. */
  readonly namespaces: readonly string[];
  readonly namespacedKinds: readonly GroupKind[];
  /** Empty: nothing outside namespaces. */
  readonly clusterKinds: readonly GroupKind[];
}

const CORE = '';
const NETWORKING = 'networking.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';

function kinds(group: string, ...names: string[]): GroupKind[] {
  return names.map((kind) => ({ group, kind }));
}

const WORKLOADS: readonly GroupKind[] = [
  ...kinds(CORE, 'ConfigMap', 'Service', 'ServiceAccount'),
  ...kinds('apps', 'Deployment', 'StatefulSet'),
  ...kinds('autoscaling', 'HorizontalPodAutoscaler'),
  ...kinds('batch', 'CronJob', 'Job'),
  ...kinds('bitnami.com', 'SealedSecret'),
  ...kinds('gateway.networking.k8s.io', 'HTTPRoute'),
  ...kinds('policy', 'PodDisruptionBudget'),
];

/** The classes of projects: what each may contain (requirements A21, B13, B42). */
export const Ceiling = {
  /** Namespaces with their limits and default deny, and the delivery itself. */
  platform: (...namespaces: string[]): Ceiling => ({
    namespaces: [ARGO_CD_NAMESPACE, ...namespaces],
    namespacedKinds: [
      ...kinds('argoproj.io', 'AppProject', 'Application'),
      ...kinds(CORE, 'LimitRange', 'ResourceQuota'),
      ...kinds(NETWORKING, 'NetworkPolicy'),
    ],
    clusterKinds: kinds(CORE, 'Namespace'),
  }),
  /** Who may reach whom, and who may do what. */
  security: (...namespaces: string[]): Ceiling => ({
    namespaces,
    namespacedKinds: [...kinds(NETWORKING, 'NetworkPolicy'), ...kinds(RBAC, 'Role', 'RoleBinding')],
    clusterKinds: [],
  }),
  /** Stores with their claims and backups. */
  data: (...namespaces: string[]): Ceiling => ({
    namespaces,
    namespacedKinds: [...WORKLOADS, ...kinds(CORE, 'PersistentVolumeClaim')],
    clusterKinds: [],
  }),
  /** Workloads, and nothing that limits or permits them. */
  team: (...namespaces: string[]): Ceiling => ({ namespaces, namespacedKinds: WORKLOADS, clusterKinds: [] }),
} as const;
