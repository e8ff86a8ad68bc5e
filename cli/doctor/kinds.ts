/** How kubectl is asked for a kind. */
interface Kind {
  /** `plural.group`, as discovery has it. */
  readonly resource: string;
  readonly kind: string;
  /** Where, and which of them. @default in all namespaces */
  readonly of?: readonly string[];
  /** Whether only names are asked for: then no value travels. @default no */
  readonly namesOnly?: true;
}

const EVERYWHERE = ['--all-namespaces'];
const IN_ARGO_CD = ['--namespace', 'argocd'];

/** Everything that is read of a cluster. Of Secrets and ConfigMaps nothing but the names: the server prints them as a table. */
export const KINDS = {
  nodes: { resource: 'nodes', kind: 'Node', of: [] },
  namespaces: { resource: 'namespaces', kind: 'Namespace', of: [] },
  pods: { resource: 'pods', kind: 'Pod' },
  services: { resource: 'services', kind: 'Service' },
  endpointSlices: { resource: 'endpointslices.discovery.k8s.io', kind: 'EndpointSlice' },
  deployments: { resource: 'deployments.apps', kind: 'Deployment' },
  replicaSets: { resource: 'replicasets.apps', kind: 'ReplicaSet' },
  statefulSets: { resource: 'statefulsets.apps', kind: 'StatefulSet' },
  daemonSets: { resource: 'daemonsets.apps', kind: 'DaemonSet' },
  jobs: { resource: 'jobs.batch', kind: 'Job' },
  claims: { resource: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim' },
  storageClasses: { resource: 'storageclasses.storage.k8s.io', kind: 'StorageClass', of: [] },
  quotas: { resource: 'resourcequotas', kind: 'ResourceQuota' },
  networkPolicies: { resource: 'networkpolicies.networking.k8s.io', kind: 'NetworkPolicy' },
  autoscalers: { resource: 'horizontalpodautoscalers.autoscaling', kind: 'HorizontalPodAutoscaler' },
  budgets: { resource: 'poddisruptionbudgets.policy', kind: 'PodDisruptionBudget' },
  ingresses: { resource: 'ingresses.networking.k8s.io', kind: 'Ingress' },
  gateways: { resource: 'gateways.gateway.networking.k8s.io', kind: 'Gateway' },
  httpRoutes: { resource: 'httproutes.gateway.networking.k8s.io', kind: 'HTTPRoute' },
  openShiftRoutes: { resource: 'routes.route.openshift.io', kind: 'Route' },
  certificates: { resource: 'certificates.cert-manager.io', kind: 'Certificate' },
  sealedSecrets: { resource: 'sealedsecrets.bitnami.com', kind: 'SealedSecret' },
  applications: { resource: 'applications.argoproj.io', kind: 'Application', of: IN_ARGO_CD },
  projects: { resource: 'appprojects.argoproj.io', kind: 'AppProject', of: IN_ARGO_CD },
  warnings: { resource: 'events', kind: 'Event', of: [...EVERYWHERE, '--field-selector', 'type=Warning'] },
  secrets: { resource: 'secrets', kind: 'Secret', namesOnly: true },
  configMaps: { resource: 'configmaps', kind: 'ConfigMap', namesOnly: true },
  credentials: {
    resource: 'secrets',
    kind: 'Secret',
    of: [...EVERYWHERE, '--selector', 'argocd.argoproj.io/secret-type in (repository,repo-creds)'],
    namesOnly: true,
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

/** The words after `kubectl get`. */
export function wordsFor(name: KindName): readonly string[] {
  const { resource, of = EVERYWHERE, namesOnly }: Kind = KINDS[name];
  return [resource, ...of, ...(namesOnly ? ['--no-headers'] : [])];
}
