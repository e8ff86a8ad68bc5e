import { ADD_ON_NAMESPACES, CHART_REPOSITORIES, type Environment } from '../../../lib';

/** What an AppProject is there for: written from the catalogue's owners and the requirements, not from the AppProject. */
export interface IntendedProject {
  readonly name: string;
  /** Namespaces that it may write into. */
  readonly namespaces: ReadonlySet<string>;
  readonly repositories: ReadonlySet<string>;
  /** Kinds, as {@link kindName} spells them. Undefined: all but those that its AppProject leaves out, and {@link NOBODYS}. */
  readonly kinds?: ReadonlySet<string>;
}

/** @example 'Role.rbac.authorization.k8s.io', 'Pod' */
export function kindName({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return group === '' ? kind : `${kind}.${group}`;
}

/** What limits or permits what a team deploys: never a team's own (requirements A21, B42). */
export const GUARDRAILS: readonly string[] = [
  'NetworkPolicy.networking.k8s.io',
  'Role.rbac.authorization.k8s.io',
  'RoleBinding.rbac.authorization.k8s.io',
  'ResourceQuota',
  'LimitRange',
];

/** What not even the platform's project delivers: machines, people's access to the API, and pods that no controller keeps. */
export const NOBODYS: readonly string[] = [
  'Node',
  'PersistentVolume',
  'Pod',
  'PriorityClass.scheduling.k8s.io',
  'RuntimeClass.node.k8s.io',
  'CSIDriver.storage.k8s.io',
];

const WORKLOADS = [
  ...['ConfigMap', 'Service', 'ServiceAccount', 'Deployment.apps', 'StatefulSet.apps', 'CronJob.batch', 'Job.batch'],
  ...['HorizontalPodAutoscaler.autoscaling', 'PodDisruptionBudget.policy', 'SealedSecret.bitnami.com'],
  ...['HTTPRoute.gateway.networking.k8s.io', 'Ingress.networking.k8s.io'],
];

/** `default` is there in every Argo CD and is nobody's. */
export function intendedProjects({ catalogue, delivery }: Environment): IntendedProject[] {
  const zones = Object.entries(catalogue.namespaces).map(([namespace, zone]) => ({ namespace, ...zone }));
  const own = new Set([delivery.repositoryIn(catalogue).url]);
  const addOns = ADD_ON_NAMESPACES.filter((namespace) => namespace !== 'kube-system');
  const names = (of: typeof zones): string[] => of.map(({ namespace }) => namespace);
  const stores = zones.filter(({ tier }) => tier === 'store');
  const programs = zones.filter(({ tier }) => tier !== 'store');
  return [
    ...[...new Set(programs.map(({ team }) => team))].map((team) => ({
      name: team,
      namespaces: new Set(names(programs.filter((zone) => zone.team === team))),
      repositories: own,
      kinds: new Set(WORKLOADS),
    })),
    { name: 'data', namespaces: new Set(names(stores)), repositories: own, kinds: new Set([...WORKLOADS, 'PersistentVolumeClaim']) },
    {
      name: 'security',
      namespaces: new Set([...names(zones), ...addOns]),
      repositories: own,
      kinds: new Set([...GUARDRAILS.slice(0, 3), 'Certificate.cert-manager.io']),
    },
    {
      name: 'platform',
      namespaces: new Set([...names(zones), ...ADD_ON_NAMESPACES, 'argocd']),
      repositories: new Set([...own, ...CHART_REPOSITORIES]),
    },
    { name: 'default', namespaces: new Set(), repositories: new Set(), kinds: new Set() },
  ];
}
