import type { Alert, Subject } from './alert';
import type { Panel } from './panel';
import { podPanels } from './pod-panels';
import { crashLooping, deploymentPods } from './pods';
import { requests } from './requests';

export interface ServerLimits {
  /** Share of failed requests. @default 0.05 */
  readonly errorRatio?: number;
  /** Seconds that 99 of 100 requests stay under. @default 1 */
  readonly latency?: number;
}

/** What a person must know of an HTTP server that runs as a Deployment (requirement C9). */
export function serverAlerts(server: Subject, { errorRatio = 0.05, latency = 1 }: ServerLimits = {}): Alert[] {
  const { name, namespace } = server;
  const deployment = `namespace="${namespace}",deployment="${name}"`;
  const autoscaler = `namespace="${namespace}",horizontalpodautoscaler="${name}"`;
  return [
    {
      name: 'ServerDown',
      expression: `absent(up{job="${name}"} == 1)`,
      for: '3m',
      severity: 'critical',
      summary: `${name} does not answer`,
      description: `No pod of ${namespace}/${name} has answered Prometheus for three minutes: its clients most likely get errors.`,
      runbook: 'server',
    },
    {
      name: 'ServerErrorsHigh',
      expression: `${requests.errorRatio(name, '5m')} > ${errorRatio}`,
      for: '10m',
      severity: 'critical',
      summary: `${name} fails requests`,
      description: `${name} has answered {{ $value | humanizePercentage }} of its requests with 5xx for ten minutes.`,
      runbook: 'server',
    },
    {
      name: 'ServerLatencyHigh',
      expression: `${requests.quantile(name, 0.99, '5m')} > ${latency}`,
      for: '15m',
      severity: 'warning',
      summary: `${name} is slow`,
      description: `The slowest hundredth of requests to ${name} takes longer than {{ $value | humanizeDuration }}.`,
      runbook: 'server',
    },
    {
      name: 'ServerCrashLooping',
      expression: crashLooping(deploymentPods(server)),
      for: '10m',
      severity: 'warning',
      summary: `${name} crashes again and again`,
      description: `Pod {{ $labels.pod }} of ${namespace} starts, fails and is held back by the kubelet.`,
      runbook: 'server',
    },
    {
      name: 'ServerReplicasMissing',
      expression: `kube_deployment_status_replicas_available{${deployment}} < kube_deployment_spec_replicas{${deployment}}`,
      for: '15m',
      severity: 'warning',
      summary: `${name} has fewer pods than it should`,
      description: `Only {{ $value }} pods of ${namespace}/${name} are available; a rollout that is stuck looks like this too.`,
      runbook: 'server',
    },
    {
      name: 'ServerAutoscalerAtMaximum',
      expression: `kube_horizontalpodautoscaler_status_current_replicas{${autoscaler}} >= kube_horizontalpodautoscaler_spec_max_replicas{${autoscaler}}`,
      for: '30m',
      severity: 'warning',
      summary: `${name} cannot grow any more`,
      description: `The autoscaler of ${namespace}/${name} has been at its maximum of {{ $value }} pods for half an hour.`,
      runbook: 'server',
    },
  ];
}

/** Rate, errors and duration of the requests to a server, and what its pods take. */
export function serverPanels(server: Subject): Panel[] {
  const { name } = server;
  const byCode = `sum by (code) (rate(http_request_duration_seconds_count{job="${name}"}[5m]))`;
  return [
    { title: 'Requests', unit: 'reqps', expressions: [{ expression: byCode, legend: '{{code}}' }] },
    { title: 'Errors', unit: 'percentunit', expressions: [{ expression: requests.errorRatio(name, '5m'), legend: '5xx' }] },
    {
      title: 'Latency',
      unit: 's',
      expressions: [
        { expression: requests.quantile(name, 0.5, '5m'), legend: 'p50' },
        { expression: requests.quantile(name, 0.99, '5m'), legend: 'p99' },
      ],
    },
    ...podPanels(deploymentPods(server)),
  ];
}
