import { sha256 } from '../manifest/digest';
import { LOG_METRICS_PORT, logPipeline } from '../observability/log-pipeline';
import { LOG_ROUTING, LogRouting } from '../observability/log-routing';
import type { LogStore } from '../tenancy/cluster';
import type { Platform } from '../tenancy/component';
import { PLATFORM } from '../tenancy/labels';
import { OutsideEdge, tcp } from '../tenancy/network-edge';
import { AddOn, CLUSTER_ROLES } from './add-on';
import { type Requirements, requirements } from './values';

export const VECTOR_CHART = 'https://helm.vector.dev';

interface Values {
  readonly role: 'Agent';
  readonly existingConfigMaps: readonly string[];
  readonly dataDir: string;
  readonly resources: Requirements;
  readonly podSecurityContext: object;
  readonly securityContext: object;
  readonly service: { readonly enabled: boolean };
  readonly serviceHeadless: { readonly enabled: boolean };
  readonly containerPorts: readonly object[];
  readonly podMonitor: object;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly tolerations: readonly object[];
}

/** Vector on every node, which reads the logs of pods and sends them where `log-routing` says (requirement A36). */
export class Logging extends AddOn {
  constructor(scope: Platform, logs: LogStore) {
    const values: Values = {
      role: 'Agent',
      existingConfigMaps: [LOG_ROUTING],
      dataDir: '/vector-data-dir',
      resources: requirements('50m', '500m', '256Mi'),
      podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
      service: { enabled: false },
      serviceHeadless: { enabled: false },
      containerPorts: [{ name: 'metrics', containerPort: LOG_METRICS_PORT, protocol: 'TCP' }],
      podMonitor: { enabled: true, port: 'metrics' },
      // The agents read their configuration when they start.
      podAnnotations: { [`${PLATFORM}/configuration`]: sha256(JSON.stringify(logPipeline(logs.endpoint))) },
      // Every node has logs, whoever is kept away from it.
      tolerations: [{ operator: 'Exists' }],
    };
    super(scope, {
      name: 'logging',
      namespace: 'logging',
      chart: { repository: VECTOR_CHART, chart: 'vector', version: '0.56.0', values: { ...values } },
      footprint: {
        namespacedKinds: [
          { group: '', kind: 'ConfigMap' },
          { group: '', kind: 'ServiceAccount' },
          { group: 'apps', kind: 'DaemonSet' },
          { group: 'monitoring.coreos.com', kind: 'PodMonitor' },
        ],
        clusterKinds: CLUSTER_ROLES,
      },
      quota: { cpu: '2', cpuLimit: '20', memory: '10Gi', pods: 40 },
      // Logs are files of the node.
      podSecurity: 'privileged',
    });
    this.allowMetrics(LOG_METRICS_PORT);
    new OutsideEdge(this.policies, { from: this.pods, to: 'log-store', ranges: logs.ranges, ports: [tcp(443)], labels: this.labels });
    new LogRouting(scope, logs);
  }
}
