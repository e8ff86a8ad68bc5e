import type { Alert, Subject } from './alert';
import type { Panel } from './panel';
import { podPanels } from './pod-panels';
import { crashLooping, deploymentPods } from './pods';

export interface WorkerLimits {
  /** Share of jobs that failed. @default 0.1 */
  readonly failureRatio?: number;
  /** Seconds that a job may wait. @default 900 */
  readonly oldest?: number;
}

/** What a person must know of a program that takes work from a queue (metrics contract in docs/runbooks/README.md). */
export function workerAlerts(worker: Subject, { failureRatio = 0.1, oldest = 900 }: WorkerLimits = {}): Alert[] {
  const { name, namespace } = worker;
  const deployment = `namespace="${namespace}",deployment="${name}"`;
  const processed = `sum(rate(jobs_processed_total{job="${name}"}[15m]))`;
  const failed = `sum(rate(jobs_processed_total{job="${name}",outcome="failed"}[15m]))`;
  const waiting = `max(jobs_queue_oldest_seconds{job="${name}"})`;
  return [
    {
      name: 'WorkerDown',
      expression: `absent(up{job="${name}"} == 1)`,
      for: '5m',
      severity: 'critical',
      summary: `${name} does not answer`,
      description: `No pod of ${namespace}/${name} has answered Prometheus for five minutes: work piles up.`,
      runbook: 'worker',
    },
    {
      name: 'WorkerStalled',
      expression: `${waiting} > 60 and ${processed} == 0`,
      for: '10m',
      severity: 'critical',
      summary: `${name} takes no work`,
      description: `The oldest job has waited for {{ $value | humanizeDuration }}, and ${name} has finished none for a quarter of an hour.`,
      runbook: 'worker',
    },
    {
      name: 'WorkerQueueOld',
      expression: `${waiting} > ${oldest}`,
      for: '10m',
      severity: 'warning',
      summary: `${name} falls behind`,
      description: `The oldest job of ${name} has waited for {{ $value | humanizeDuration }}.`,
      runbook: 'worker',
    },
    {
      name: 'WorkerFailuresHigh',
      expression: `${failed} / ${processed} > ${failureRatio}`,
      for: '15m',
      severity: 'warning',
      summary: `Jobs of ${name} fail`,
      description: `{{ $value | humanizePercentage }} of the jobs of ${name} fail.`,
      runbook: 'worker',
    },
    {
      name: 'WorkerCrashLooping',
      expression: crashLooping(deploymentPods(worker)),
      for: '10m',
      severity: 'warning',
      summary: `${name} crashes again and again`,
      description: `Pod {{ $labels.pod }} of ${namespace} starts, fails and is held back by the kubelet.`,
      runbook: 'worker',
    },
    {
      name: 'WorkerReplicasMissing',
      expression: `kube_deployment_status_replicas_available{${deployment}} < kube_deployment_spec_replicas{${deployment}}`,
      for: '30m',
      severity: 'warning',
      summary: `${name} has fewer pods than it should`,
      description: `Only {{ $value }} pods of ${namespace}/${name} are available.`,
      runbook: 'worker',
    },
  ];
}

/** How much work is done, how it ends and how long it waits, and what the pods take. */
export function workerPanels(worker: Subject): Panel[] {
  const { name } = worker;
  return [
    {
      title: 'Jobs',
      unit: 'ops',
      expressions: [{ expression: `sum by (outcome) (rate(jobs_processed_total{job="${name}"}[5m]))`, legend: '{{outcome}}' }],
    },
    {
      title: 'Oldest job in the queue',
      unit: 's',
      expressions: [{ expression: `max(jobs_queue_oldest_seconds{job="${name}"})`, legend: 'waiting' }],
    },
    ...podPanels(deploymentPods(worker)),
  ];
}
