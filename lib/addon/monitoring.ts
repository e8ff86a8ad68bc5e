import { KubeObject, type Typed } from '../construct/kube-object';
import { ARGO_CD_NAMESPACE } from '../manifest/unit';
import type { Platform } from '../tenancy/component';
import { internet, NetworkPolicy, OutsideEdge, tcp } from '../tenancy/network-edge';
import { PROMETHEUS, peerSelector } from '../tenancy/peer';
import { Secret } from '../tenancy/secret';
import type { SecretRef } from '../tenancy/secret-ref';
import { interfaceAccess } from '../tenancy/team-access';
import { AddOn, CLUSTER_ROLES, COMMON_KINDS, DEFINITIONS } from './add-on';
import { monitoringValues, SYSTEM } from './monitoring-values';

export const PROMETHEUS_CHART = 'https://prometheus-community.github.io/helm-charts';

export interface MonitoringProps {
  /** Keys `admin-user` and `admin-password` of Grafana. */
  readonly grafana: SecretRef;
  /** Key `url`: where alerts are sent. */
  readonly receiver: SecretRef;
}

/** Prometheus, Alertmanager and Grafana, which take monitors, rules and dashboards from every namespace (requirements A36, C9). */
export class Monitoring extends AddOn {
  constructor(scope: Platform, { grafana, receiver }: MonitoringProps) {
    const { size } = scope.traits;
    super(scope, {
      name: 'monitoring',
      namespace: 'monitoring',
      chart: {
        repository: PROMETHEUS_CHART,
        chart: 'kube-prometheus-stack',
        version: '91.9.0',
        values: { ...monitoringValues(scope, { grafana: grafana.name, receiver: receiver.name }) },
      },
      footprint: {
        namespaces: [SYSTEM],
        namespacedKinds: [
          ...COMMON_KINDS,
          { group: 'apps', kind: 'DaemonSet' },
          { group: 'batch', kind: 'Job' },
          ...['Alertmanager', 'PodMonitor', 'Prometheus', 'PrometheusRule'].map((kind) => ({ group: 'monitoring.coreos.com', kind })),
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

  /**
   * What nobody else's policies open: nodes, DNS and Argo CD for Prometheus, whoever is to be told for Alertmanager. Components and
   * add-ons let Prometheus in themselves, on the port of their metrics.
   */
  private openScraping(): void {
    const { cluster } = this.platform;
    const { labels } = this;
    const nodes = cluster.ranges.nodes.map((cidr) => ({ ipBlock: { cidr } }));
    const argoCd = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': ARGO_CD_NAMESPACE } } };
    new NetworkPolicy(this.policies, 'Scrape', {
      name: 'prometheus-to-cluster',
      pods: PROMETHEUS,
      labels,
      egress: [
        { to: nodes, ports: [tcp(10250), tcp(9100)] },
        { to: [peerSelector(cluster.dns)], ports: [tcp(9153)] },
        { to: [argoCd], ports: ARGO_CD_METRICS.map(tcp) },
      ],
    });
    new OutsideEdge(this.policies, {
      from: { name: 'alertmanager', namespace: this.namespace, labels: { 'app.kubernetes.io/name': 'alertmanager' } },
      to: 'receiver',
      ranges: internet(cluster),
      ports: [tcp(443)],
      labels,
    });
    for (const manifest of interfaceAccess(this.namespace, this.platform.catalogue, ['platform'])) {
      new KubeObject(this.policies, `${manifest.kind}-${manifest.metadata.name}`, manifest as Typed<Record<string, unknown>>);
    }
  }
}

/** Metrics of the ApplicationSet controller, the controller, the server, the repository server and notifications. */
const ARGO_CD_METRICS = [8080, 8082, 8083, 8084, 9001];

const SMALL = { cpu: '1', cpuLimit: '8', memory: '4Gi', pods: 15 };
const LARGE = { cpu: '6', cpuLimit: '24', memory: '32Gi', pods: 30 };
