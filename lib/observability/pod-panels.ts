import type { Panel } from './panel';
import { type Pods, restarts } from './pods';

/** What pods take of their node, and how often they began again. */
export function podPanels(pods: Pods): Panel[] {
  return [
    {
      title: 'CPU',
      unit: 'short',
      expressions: [
        { expression: `sum by (pod) (rate(container_cpu_usage_seconds_total{${pods}}[5m]))`, legend: '{{pod}}' },
        { expression: `max(kube_pod_container_resource_limits{${pods},resource="cpu"})`, legend: 'limit' },
      ],
    },
    {
      title: 'Memory',
      unit: 'bytes',
      expressions: [
        { expression: `sum by (pod) (container_memory_working_set_bytes{${pods}})`, legend: '{{pod}}' },
        { expression: `max(kube_pod_container_resource_limits{${pods},resource="memory"})`, legend: 'limit' },
      ],
    },
    { title: 'Restarts within an hour', unit: 'short', expressions: [{ expression: restarts(pods, '1h'), legend: '{{pod}}' }] },
  ];
}
