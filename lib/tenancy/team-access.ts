import type { k8s } from 'cdk8s-plus-28';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import { UnitChart } from '../construct/unit-chart';
import type { Platform } from './component';
import { platformLabels } from './labels';

type PolicyRule = Plain<k8s.PolicyRule>;

const READ = ['get', 'list', 'watch'];

/** What a team sees of its namespaces: everything it runs and why it does not run, but no Secret, and nothing to change (Git is for that). */
const VIEW: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['configmaps', 'events', 'persistentvolumeclaims', 'pods', 'serviceaccounts', 'services'], verbs: READ },
  { apiGroups: [''], resources: ['limitranges', 'resourcequotas'], verbs: READ },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
];

/** What security audits everywhere: who may do what, who may reach whom, and that secrets are sealed. */
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

/** Starting a backup or a restore: Jobs of the CronJobs that stand beside the stores. */
const RUN_JOBS: readonly PolicyRule[] = [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] }];

/** Roles of the groups of people in the namespaces of the catalogue (requirement A33). Nobody gets a ClusterRole. */
export class TeamAccess extends UnitChart {
  constructor(scope: Platform) {
    const { namespaces, boundaries } = scope.catalogue;
    // Every object names its own namespace; the Application needs one that its project permits.
    super(scope, { folder: 'rbac', component: 'rbac', project: 'security', namespace: Object.keys(namespaces)[0] ?? '' });
    for (const [namespace, { team, tier }] of Object.entries(namespaces)) {
      this.grant(scope, namespace, 'team-viewer', scope.catalogue.team(team).group, VIEW);
      this.grant(scope, namespace, 'security-auditor', boundaries.security.group, AUDIT);
      this.grant(scope, namespace, 'platform-operator', boundaries.platform.group, OPERATE);
      if (tier === 'store') this.grant(scope, namespace, 'backup-operator', boundaries.platform.group, RUN_JOBS);
    }
  }

  private grant(scope: Platform, namespace: string, name: string, group: string, rules: readonly PolicyRule[]): void {
    const metadata = { name, namespace, labels: platformLabels(scope.catalogue.partOf, name) };
    new KubeObject<k8s.KubeRoleProps>(this, `${namespace}-${name}`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules,
    });
    new KubeObject<k8s.KubeRoleBindingProps>(this, `${namespace}-${name}-binding`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
    });
  }
}
