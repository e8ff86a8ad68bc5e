import { Construct } from 'constructs';
import { KubeObject, type Typed } from '../construct/kube-object';
import { UnitChart } from '../construct/unit-chart';
import type { Labels } from '../manifest/manifest';
import type { ChartSource } from '../manifest/unit';
import type { GroupKind } from '../tenancy/ceiling';
import type { Platform } from '../tenancy/component';
import { platformLabels } from '../tenancy/labels';
import { apiServerEgress, NetworkEdge, NetworkPolicy, tcp } from '../tenancy/network-edge';
import { PROMETHEUS } from '../tenancy/peer';
import { operatorAccess } from '../tenancy/team-access';
import { type PodSecurity, type Quota, TrustZone } from '../tenancy/trust-zone';

/** What a chart leaves in a cluster; declared, so that it can be held against its project (requirement B25). */
export interface Footprint {
  /** Beside the add-on's own. @default none */
  readonly namespaces?: readonly string[];
  readonly namespacedKinds: readonly GroupKind[];
  readonly clusterKinds: readonly GroupKind[];
  /** API groups of the custom resource definitions that it brings. @default none */
  readonly defines?: readonly string[];
}

export interface AddOnProps {
  readonly name: string;
  readonly namespace: string;
  readonly chart: Omit<ChartSource, 'release'>;
  readonly footprint: Footprint;
  readonly quota: Quota;
  /** @default restricted */
  readonly podSecurity?: PodSecurity;
  readonly loadBalancers?: boolean;
  /** Ports of its pods that the API server calls: webhooks and aggregated APIs. @default none */
  readonly webhooks?: readonly number[];
}

/**
 * A third-party chart at a pinned version with typed values, in a namespace of its own: restricted, limited and closed but
 * for its own pods, the API server and what a subclass opens (requirements A31, B2, B15).
 */
export abstract class AddOn extends Construct {
  readonly name: string;
  readonly namespace: string;
  readonly footprint: Footprint;
  readonly labels: Labels;
  /** The chart, and the objects that stand beside it. */
  readonly core: UnitChart;
  readonly policies: UnitChart;
  protected readonly platform: Platform;

  protected constructor(scope: Platform, props: AddOnProps) {
    super(scope, `add-on-${props.name}`);
    const { name, namespace } = props;
    this.platform = scope;
    this.name = name;
    this.namespace = namespace;
    this.footprint = props.footprint;
    this.labels = platformLabels(scope.catalogue.partOf, name);
    new TrustZone(scope, {
      name: namespace,
      team: 'platform',
      tier: 'platform',
      quota: props.quota,
      podSecurity: props.podSecurity ?? 'restricted',
      loadBalancers: props.loadBalancers ?? false,
    });
    this.core = new UnitChart(this, {
      folder: `core/${name}`,
      component: name,
      project: 'platform',
      namespace,
      chart: { ...props.chart, release: name },
    });
    this.policies = new UnitChart(this, { folder: `policies/${name}`, component: name, project: 'security', namespace });
    for (const manifest of operatorAccess(namespace, scope.catalogue)) {
      new KubeObject(this.policies, `${manifest.kind}-${manifest.metadata.name}`, manifest as Typed<Record<string, unknown>>);
    }
    this.allowOwnTraffic(props.webhooks ?? []);
  }

  /** All its pods. */
  protected get pods(): { name: string; namespace: string; labels: Labels } {
    return { name: this.name, namespace: this.namespace, labels: {} };
  }

  private allowOwnTraffic(webhooks: readonly number[]): void {
    const { cluster } = this.platform;
    const { pods, labels } = this;
    const among = [{ podSelector: {} }];
    new NetworkPolicy(this.policies, 'Within', {
      name: `${this.name}-within`,
      pods,
      labels,
      ingress: [{ from: among }],
      egress: [{ to: among }],
    });
    new NetworkPolicy(this.policies, 'ApiServer', {
      name: `${this.name}-to-api-server`,
      pods,
      labels,
      egress: apiServerEgress(cluster),
    });
    if (webhooks.length > 0) {
      new NetworkPolicy(this.policies, 'Webhooks', {
        name: `${this.name}-from-api-server`,
        pods,
        labels,
        ingress: [{ from: cluster.ranges.apiServer.map((cidr) => ({ ipBlock: { cidr } })), ports: webhooks.map(tcp) }],
      });
    }
  }

  /** Lets Prometheus read metrics. */
  protected allowMetrics(...ports: number[]): void {
    new NetworkEdge(this.policies, { from: PROMETHEUS, to: this.pods, ports, labels: this.labels });
  }
}

const CORE_KINDS = ['ConfigMap', 'Secret', 'Service', 'ServiceAccount'];

/** What nearly every chart installs: a workload with its account, its permissions and its configuration. */
export const COMMON_KINDS: readonly GroupKind[] = [
  ...CORE_KINDS.map((kind) => ({ group: '', kind })),
  { group: 'apps', kind: 'Deployment' },
  { group: 'monitoring.coreos.com', kind: 'ServiceMonitor' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
  { group: 'rbac.authorization.k8s.io', kind: 'Role' },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
];

/** Permissions beyond a namespace. */
export const CLUSTER_ROLES: readonly GroupKind[] = [
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
];

export const DEFINITIONS: readonly GroupKind[] = [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }];
