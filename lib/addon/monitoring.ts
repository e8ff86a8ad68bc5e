import type { Platform } from '../tenancy/component';
import { internet, NetworkPolicy, OutsideEdge, tcp } from '../tenancy/network-edge';
import { Secret } from '../tenancy/secret';
import type { SecretRef } from '../tenancy/secret-ref';
import type { Size } from '../tenancy/traits';
import { AddOn, CLUSTER_ROLES, COMMON_KINDS, DEFINITIONS } from './add-on';
import { budget, type Requirements, requirements } from './values';

export const PROMETHEUS_CHART = 'https://prometheus-community.github.io/helm-charts';

/** What Prometheus gets, and how long it remembers. */
const SIZES: Readonly<Record<Size, { readonly resources: Requirements; readonly retention: string; readonly storage: string }>> = {
  small: { resources: requirements('200m', '1', '1Gi'), retention: '2d', storage: '10Gi' },
  medium: { resources: requirements('500m', '2', '4Gi'), retention: '10d', storage: '50Gi' },
  large: { resources: requirements('1', '4', '8Gi'), retention: '30d', storage: '200Gi' },
};

/** Where node-exporter runs: it looks into nodes, which no namespace of ours permits. */
const SYSTEM = 'kube-system';

interface Values {
  readonly alertmanager: object;
  readonly grafana: object;
  readonly prometheus: { readonly podDisruptionBudget: object; readonly prometheusSpec: object };
  readonly prometheusOperator: { readonly resources: Requirements; readonly admissionWebhooks: object };
  readonly 'kube-state-metrics': { readonly resources: Requirements };
  readonly 'prometheus-node-exporter': { readonly namespaceOverride: string };
  readonly kubeControllerManager: { readonly enabled: false };
  readonly kubeScheduler: { readonly enabled: false };
  readonly kubeEtcd: { readonly enabled: false };
  readonly kubeProxy: { readonly enabled: false };
}

export interface MonitoringProps {
  /** Keys `admin-user` and `admin-password` of Grafana. */
  readonly grafana: SecretRef;
  /** Key `url`: where alerts are sent. */
  readonly receiver: SecretRef;
}

/** Prometheus, Alertmanager and Grafana, which take monitors, rules and dashboards from every namespace (requirements A36, C9). */
export class Monitoring extends AddOn {
  constructor(scope: Platform, { grafana, receiver }: MonitoringProps) {
    const { highlyAvailable, size } = scope.traits;
    super(scope, {
      name: 'monitoring',
      namespace: 'monitoring',
      chart: {
        repository: PROMETHEUS_CHART,
        chart: 'kube-prometheus-stack',
        version: '91.9.0',
        values: { ...values(scope, SIZES[size], highlyAvailable, grafana.name, receiver.name) },
      },
      footprint: {
        namespaces: [SYSTEM],
        namespacedKinds: [
          ...COMMON_KINDS,
          { group: 'apps', kind: 'DaemonSet' },
          { group: 'batch', kind: 'Job' },
          ...['Alertmanager', 'Prometheus', 'PrometheusRule'].map((kind) => ({ group: 'monitoring.coreos.com', kind })),
        ],
        clusterKinds: [
          ...CLUSTER_ROLES,
          ...DEFINITIONS,
          { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
          { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
        ],
        defines: ['monitoring.coreos.com'],
      },
      quota: size === 'small' ? { ...SMALL, storage: '20Gi' } : { ...LARGE, storage: size === 'medium' ? '150Gi' : '500Gi' },
      webhooks: [10250],
    });
    const { labels, namespace } = this;
    const secret = (id: string, ref: SecretRef, keys: string[]) =>
      new Secret(this.core, id, { secret: ref, traits: scope.traits, namespace, keys, labels });
    secret('Grafana', grafana, ['admin-user', 'admin-password']);
    secret('Receiver', receiver, ['url']);
    this.openScraping();
  }

  /** Prometheus reaches every pod's metrics that its owner permits, nodes and the DNS; Alertmanager whoever is to be told. */
  private openScraping(): void {
    const { cluster } = this.platform;
    const prometheus = { namespace: this.namespace, labels: { 'app.kubernetes.io/name': 'prometheus' } };
    new NetworkPolicy(this.policies, 'Scrape', {
      name: 'prometheus-to-metrics',
      pods: prometheus,
      labels: this.labels,
      egress: [
        { to: [{ namespaceSelector: {} }], ports: METRICS_PORTS.map(tcp) },
        { to: cluster.ranges.nodes.map((cidr) => ({ ipBlock: { cidr } })), ports: [tcp(10250), tcp(9100)] },
      ],
    });
    new OutsideEdge(this.policies, {
      from: { name: 'alertmanager', namespace: this.namespace, labels: { 'app.kubernetes.io/name': 'alertmanager' } },
      to: 'receiver',
      ranges: internet(cluster),
      ports: [tcp(443)],
      labels: this.labels,
    });
  }
}

/** Ports that metrics are served on: components and vector, Argo CD, controllers, stores, DNS. */
const METRICS_PORTS = [7000, 8080, 8081, 8082, 8083, 8084, 9001, 9090, 9100, 9102, 9121, 9153, 9187, 9402];

const SMALL = { cpu: '1', cpuLimit: '8', memory: '4Gi', pods: 15 };
const LARGE = { cpu: '6', cpuLimit: '24', memory: '32Gi', pods: 30 };

function values(
  { cluster }: Platform,
  { resources, retention, storage }: (typeof SIZES)[Size],
  highlyAvailable: boolean,
  grafana: string,
  receiver: string,
): Values {
  const replicas = highlyAvailable ? 2 : 1;
  const claim = (size: string) => ({
    volumeClaimTemplate: {
      spec: { storageClassName: cluster.storageClass.name, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } },
    },
  });
  return {
    alertmanager: {
      podDisruptionBudget: budget(highlyAvailable),
      config: {
        route: { receiver: 'team', group_by: ['component', 'alertname'], group_wait: '30s', group_interval: '5m', repeat_interval: '4h' },
        receivers: [{ name: 'team', slack_configs: [{ api_url_file: `/etc/alertmanager/secrets/${receiver}/url`, send_resolved: true }] }],
      },
      alertmanagerSpec: { replicas, secrets: [receiver], storage: claim('2Gi'), resources: requirements('20m', '200m', '128Mi') },
    },
    grafana: {
      admin: { existingSecret: grafana, userKey: 'admin-user', passwordKey: 'admin-password' },
      resources: requirements('100m', '500m', '512Mi'),
      sidecar: { dashboards: { enabled: true, label: 'grafana_dashboard', labelValue: '1', searchNamespace: 'monitoring' } },
    },
    prometheus: {
      podDisruptionBudget: budget(highlyAvailable),
      prometheusSpec: {
        replicas,
        retention,
        resources,
        storageSpec: claim(storage),
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
      },
    },
    prometheusOperator: {
      resources: requirements('50m', '500m', '256Mi'),
      admissionWebhooks: { enabled: true, certManager: { enabled: false } },
    },
    'kube-state-metrics': { resources: requirements('20m', '200m', '256Mi') },
    'prometheus-node-exporter': { namespaceOverride: SYSTEM },
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
  };
}
