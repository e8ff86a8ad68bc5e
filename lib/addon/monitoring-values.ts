import type { Platform } from '../tenancy/component';
import type { Size } from '../tenancy/traits';
import { type Requirements, requirements } from './values';

/** What Prometheus gets, and how long it remembers. */
const SIZES: Readonly<Record<Size, { readonly resources: Requirements; readonly retention: string; readonly storage: string }>> = {
  small: { resources: requirements('200m', '1', '1Gi'), retention: '2d', storage: '10Gi' },
  medium: { resources: requirements('500m', '2', '4Gi'), retention: '10d', storage: '50Gi' },
  large: { resources: requirements('1', '4', '8Gi'), retention: '30d', storage: '200Gi' },
};

/** Where node-exporter runs: it looks into nodes, which no namespace of ours permits. */
export const SYSTEM = 'kube-system';

interface Disruption {
  readonly enabled: boolean;
  readonly minAvailable: number;
  readonly maxUnavailable: string;
}

interface Claim {
  readonly volumeClaimTemplate: { readonly spec: object };
}

/** The values of kube-prometheus-stack that are ours. */
export interface MonitoringValues {
  readonly alertmanager: {
    readonly podDisruptionBudget: Disruption;
    readonly config: {
      readonly route: object;
      readonly receivers: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
    };
    readonly alertmanagerSpec: {
      readonly replicas: number;
      readonly secrets: readonly string[];
      readonly storage: Claim;
      readonly resources: Requirements;
    };
  };
  readonly grafana: {
    readonly admin: Readonly<Record<'existingSecret' | 'userKey' | 'passwordKey', string>>;
    readonly resources: Requirements;
    readonly sidecar: {
      readonly dashboards: Readonly<Record<'label' | 'labelValue' | 'searchNamespace', string>> & { readonly enabled: boolean };
    };
  };
  readonly prometheus: {
    readonly podDisruptionBudget: Disruption;
    readonly prometheusSpec: {
      readonly replicas: number;
      readonly retention: string;
      readonly resources: Requirements;
      readonly storageSpec: Claim;
      readonly serviceMonitorSelectorNilUsesHelmValues: boolean;
      readonly podMonitorSelectorNilUsesHelmValues: boolean;
      readonly ruleSelectorNilUsesHelmValues: boolean;
    };
  };
  readonly prometheusOperator: {
    readonly resources: Requirements;
    readonly admissionWebhooks: { readonly enabled: boolean; readonly certManager: { readonly enabled: boolean } };
  };
  readonly 'kube-state-metrics': { readonly resources: Requirements };
  readonly 'prometheus-node-exporter': { readonly namespaceOverride: string };
  readonly kubeControllerManager: { readonly enabled: false };
  readonly kubeScheduler: { readonly enabled: false };
  readonly kubeEtcd: { readonly enabled: false };
  readonly kubeProxy: { readonly enabled: false };
}

/** Names of the Secrets that the stack reads. */
export interface MonitoringSecrets {
  readonly grafana: string;
  readonly receiver: string;
}

export function monitoringValues({ cluster, traits }: Platform, { grafana, receiver }: MonitoringSecrets): MonitoringValues {
  const { highlyAvailable } = traits;
  const { resources, retention, storage } = SIZES[traits.size];
  const replicas = highlyAvailable ? 2 : 1;
  // The chart writes both bounds as they are given, and the API server takes one.
  const disruption = { enabled: highlyAvailable, minAvailable: 1, maxUnavailable: '' };
  const claim = (size: string) => ({
    volumeClaimTemplate: {
      spec: { storageClassName: cluster.storageClass.name, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } },
    },
  });
  return {
    alertmanager: {
      podDisruptionBudget: disruption,
      config: {
        route: {
          receiver: 'team',
          // The chart's own route sends its heartbeat to a receiver that our list would lose.
          routes: [{ receiver: 'null', matchers: ['alertname = "Watchdog"'] }],
          group_by: ['component', 'alertname'],
          group_wait: '30s',
          group_interval: '5m',
          repeat_interval: '4h',
        },
        receivers: [
          { name: 'null' },
          { name: 'team', slack_configs: [{ api_url_file: `/etc/alertmanager/secrets/${receiver}/url`, send_resolved: true }] },
        ],
      },
      alertmanagerSpec: { replicas, secrets: [receiver], storage: claim('2Gi'), resources: requirements('20m', '200m', '128Mi') },
    },
    grafana: {
      admin: { existingSecret: grafana, userKey: 'admin-user', passwordKey: 'admin-password' },
      resources: requirements('100m', '500m', '512Mi', '1Gi'),
      sidecar: { dashboards: { enabled: true, label: 'grafana_dashboard', labelValue: '1', searchNamespace: 'monitoring' } },
    },
    prometheus: {
      podDisruptionBudget: disruption,
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
