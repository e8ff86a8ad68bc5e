import type { k8s } from 'cdk8s-plus-28';
import { KubeObject, type Typed } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import { UnitChart } from '../construct/unit-chart';
import type { Manifest } from '../manifest/manifest';
import type { Catalogue } from './catalogue';
import type { Platform } from './component';
import { tryFact } from './fact';
import { platformLabels } from './labels';

type PolicyRule = Plain<k8s.PolicyRule>;

const READ = ['get', 'list', 'watch'];

/** What a team sees of its namespaces: everything it runs and why it does not run, but no Secret, and nothing to change (Git is for that). */
const VIEW: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['configmaps', 'events', 'persistentvolumeclaims', 'pods', 'serviceaccounts', 'services'], verbs: READ },
  { apiGroups: [''], resources: ['limitranges', 'resourcequotas'], verbs: READ },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
  { apiGroups: ['bitnami.com'], resources: ['sealedsecrets'], verbs: READ },
  { apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways', 'httproutes'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
];

/** What security audits in every namespace: who may do what, who may reach whom, and that secrets are sealed. */
const AUDIT: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: READ },
  { apiGroups: ['bitnami.com'], resources: ['sealedsecrets'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: READ },
];

/** What the platform's people do by hand when a node or a pod is stuck; what a pod is, they change in Git. */
const OPERATE: readonly PolicyRule[] = [
  ...VIEW,
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
];

/**
 * Starting a backup or a restore: Jobs of the CronJobs that stand beside the stores. Whoever makes Jobs there can read every
 * credential of the stores, so it is the platform's alone.
 */
const RUN_JOBS: readonly PolicyRule[] = [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] }];

/** Reaching the interfaces that no host leads to: Argo CD's and Grafana's, which ask who somebody is. */
const CONNECT: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] },
];

/** Roles of the groups of people in the namespaces of the catalogue (requirement A33). Nobody gets a ClusterRole, or one for backups where there are none. */
export class TeamAccess extends UnitChart {
  constructor(scope: Platform) {
    const { namespaces, boundaries } = scope.catalogue;
    const backsUp = tryFact(scope.cluster.backup) !== undefined;
    // Every object names its own namespace; the Application needs one that its project permits.
    super(scope, { folder: 'rbac', component: 'rbac', project: 'security', namespace: Object.keys(namespaces)[0] ?? '' });
    const access = Object.entries(namespaces).flatMap(([namespace, { team, tier }]) => [
      ...grant(scope.catalogue, namespace, 'team-viewer', scope.catalogue.team(team).group, VIEW),
      ...operatorAccess(namespace, scope.catalogue),
      ...(tier === 'store' && backsUp ? grant(scope.catalogue, namespace, 'backup-operator', boundaries.platform.group, RUN_JOBS) : []),
    ]);
    for (const manifest of access) {
      const { name, namespace } = manifest.metadata;
      new KubeObject(this, `${namespace}-${manifest.kind}-${name}`, manifest as Typed<Record<string, unknown>>);
    }
  }
}

/** The platform's people and security's in a namespace: a team's, an add-on's, or Argo CD's. */
export function operatorAccess(namespace: string, catalogue: Catalogue): Manifest[] {
  const { platform, security } = catalogue.boundaries;
  return [
    ...grant(catalogue, namespace, 'platform-operator', platform.group, OPERATE),
    ...grant(catalogue, namespace, 'security-auditor', security.group, AUDIT),
  ];
}

/** Whoever puts load on a component: by a Job, which could read the credentials of its namespace, so it is the platform's alone as well. */
export function rehearsalAccess(namespace: string, catalogue: Catalogue): Manifest[] {
  return grant(catalogue, namespace, 'rehearsal-operator', catalogue.boundaries.platform.group, RUN_JOBS);
}

/** Whoever syncs by request or reads dashboards, by a forwarded port. */
export function interfaceAccess(namespace: string, catalogue: Catalogue, boundaries: readonly ('platform' | 'release')[]): Manifest[] {
  return boundaries.flatMap((boundary) =>
    grant(catalogue, namespace, `${boundary}-connect`, catalogue.boundaries[boundary].group, CONNECT),
  );
}

function grant(catalogue: Catalogue, namespace: string, name: string, group: string, rules: readonly PolicyRule[]): Manifest[] {
  const metadata = { name, namespace, labels: platformLabels(catalogue.partOf, name) };
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata, rules } as Manifest,
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name },
      subjects: [{ apiGroup, kind: 'Group', name: group }],
    } as Manifest,
  ];
}
