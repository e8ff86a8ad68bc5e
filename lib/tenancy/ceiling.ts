import { ARGO_CD_NAMESPACE } from '../manifest/unit';

/** A kind with its API group, as AppProjects list them; the core group is empty. A name narrows it to one object. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
}

/** The most that the Applications of one AppProject may ever do. Declared, never derived from what is rendered. */
export interface Ceiling {
  /** Namespaces that Applications may deploy into. */
  readonly namespaces: readonly string[];
  readonly namespacedKinds: readonly GroupKind[];
  /** Empty: nothing outside namespaces. */
  readonly clusterKinds: readonly GroupKind[];
  /** Chart repositories beside the one of the manifests. @default none */
  readonly charts?: readonly string[];
  /** Teams that see and sync the project's Applications in Argo CD. @default none */
  readonly operators?: readonly string[];
}

export function kinds(group: string, ...names: string[]): GroupKind[] {
  return names.map((kind) => ({ group, kind }));
}

const CORE = '';
const NETWORKING = 'networking.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';

const SECRETS: readonly GroupKind[] = [...kinds('bitnami.com', 'SealedSecret'), ...kinds('external-secrets.io', 'ExternalSecret')];

const WORKLOADS: readonly GroupKind[] = [
  ...kinds(CORE, 'ConfigMap', 'Service', 'ServiceAccount'),
  ...kinds('apps', 'Deployment', 'StatefulSet'),
  ...kinds('autoscaling', 'HorizontalPodAutoscaler'),
  ...kinds('batch', 'CronJob', 'Job'),
  ...SECRETS,
  ...kinds('gateway.networking.k8s.io', 'HTTPRoute'),
  ...kinds(NETWORKING, 'Ingress'),
  ...kinds('policy', 'PodDisruptionBudget'),
  ...kinds('route.openshift.io', 'Route'),
];

export interface PlatformCeiling {
  /** Trust zones of teams. */
  readonly zones: readonly string[];
  /** Namespaces of add-ons, those of the system that add-ons need included. */
  readonly addOns: readonly string[];
  readonly charts: readonly string[];
}

/** The classes of projects: what each may contain (requirements A21, B13, B42). */
export const Ceiling = {
  /** Namespaces with their limits and default deny, add-ons with what they install, and the delivery itself. */
  platform: ({ zones, addOns, charts }: PlatformCeiling): Ceiling => ({
    charts,
    namespaces: [ARGO_CD_NAMESPACE, ...zones, ...addOns],
    namespacedKinds: [
      ...kinds('argoproj.io', 'AppProject', 'Application'),
      ...kinds(CORE, 'ConfigMap', 'LimitRange', 'PersistentVolumeClaim', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'),
      ...kinds('apps', 'DaemonSet', 'Deployment', 'StatefulSet'),
      ...kinds('autoscaling', 'HorizontalPodAutoscaler'),
      ...kinds('batch', 'Job'),
      ...SECRETS,
      ...kinds('cert-manager.io', 'Certificate'),
      ...kinds('gateway.networking.k8s.io', 'Gateway', 'HTTPRoute'),
      ...kinds('monitoring.coreos.com', 'Alertmanager', 'PodMonitor', 'Prometheus', 'PrometheusRule', 'ServiceMonitor'),
      ...kinds(NETWORKING, 'NetworkPolicy'),
      ...kinds('policy', 'PodDisruptionBudget'),
      ...kinds(RBAC, 'Role', 'RoleBinding'),
    ],
    clusterKinds: [
      ...[ARGO_CD_NAMESPACE, ...zones, ...addOns].map((name) => ({ group: CORE, kind: 'Namespace', name })),
      ...kinds(
        'admissionregistration.k8s.io',
        'MutatingWebhookConfiguration',
        'ValidatingAdmissionPolicy',
        'ValidatingAdmissionPolicyBinding',
        'ValidatingWebhookConfiguration',
      ),
      ...kinds('apiextensions.k8s.io', 'CustomResourceDefinition'),
      ...kinds('apiregistration.k8s.io', 'APIService'),
      ...kinds('cert-manager.io', 'ClusterIssuer'),
      ...kinds('gateway.networking.k8s.io', 'GatewayClass'),
      ...kinds(NETWORKING, 'IngressClass'),
      ...kinds(RBAC, 'ClusterRole', 'ClusterRoleBinding'),
      ...kinds('storage.k8s.io', 'StorageClass'),
    ],
  }),
  /** Who may reach whom, who may do what, and who is who. */
  security: (...namespaces: string[]): Ceiling => ({
    namespaces,
    namespacedKinds: [
      ...kinds('cert-manager.io', 'Certificate'),
      ...kinds(NETWORKING, 'NetworkPolicy'),
      ...kinds(RBAC, 'Role', 'RoleBinding'),
    ],
    clusterKinds: [],
  }),
  /** Stores with their claims and backups. */
  data: (team: string, ...namespaces: string[]): Ceiling => ({
    operators: [team],
    namespaces,
    namespacedKinds: [...WORKLOADS, ...kinds(CORE, 'PersistentVolumeClaim')],
    clusterKinds: [],
  }),
  /** Workloads, and nothing that limits or permits them. */
  team: (team: string, ...namespaces: string[]): Ceiling => ({
    operators: [team],
    namespaces,
    namespacedKinds: WORKLOADS,
    clusterKinds: [],
  }),
} as const;
