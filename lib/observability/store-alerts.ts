import type { Alert, Subject } from './alert';
import { claims } from './claims';
import type { Panel } from './panel';
import { podPanels } from './pod-panels';
import { crashLooping, restarts, statefulSetPods } from './pods';

/** What a person must know of a store that runs as a StatefulSet with claims (requirement E21). */
export function storeAlerts(store: Subject): Alert[] {
  const { name, namespace } = store;
  const statefulSet = `namespace="${namespace}",statefulset="${name}"`;
  const ready = `kube_statefulset_status_replicas_ready{${statefulSet}}`;
  return [
    {
      name: 'StoreDown',
      expression: `${ready} == 0 or absent(${ready})`,
      for: '3m',
      severity: 'critical',
      summary: `${name} is down`,
      description: `No pod of ${namespace}/${name} is ready: whatever needs the store fails.`,
      runbook: 'store',
    },
    {
      name: 'StoreReplicasMissing',
      expression: `${ready} < kube_statefulset_replicas{${statefulSet}}`,
      for: '15m',
      severity: 'warning',
      summary: `${name} has fewer pods than it should`,
      description: `Only {{ $value }} pods of ${namespace}/${name} are ready: one more failure may stop it.`,
      runbook: 'store',
    },
    {
      name: 'StoreClaimAlmostFull',
      expression: `${claims.left(store)} < 0.1`,
      for: '5m',
      severity: 'critical',
      summary: `A volume of ${name} is almost full`,
      description: `Claim {{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left; a store that cannot write stops.`,
      runbook: 'store',
    },
    {
      name: 'StoreClaimFilling',
      expression: `predict_linear(${claims.available(store)}[6h], 4 * 24 * 3600) < 0 and ${claims.left(store)} < 0.4`,
      for: '1h',
      severity: 'warning',
      summary: `A volume of ${name} fills up`,
      description: 'Claim {{ $labels.persistentvolumeclaim }} is full within four days if it goes on like in the last six hours.',
      runbook: 'store',
    },
    {
      name: 'StoreCrashLooping',
      expression: crashLooping(statefulSetPods(store)),
      for: '5m',
      severity: 'critical',
      summary: `${name} crashes again and again`,
      description: `Pod {{ $labels.pod }} of ${namespace} starts, fails and is held back by the kubelet.`,
      runbook: 'store',
    },
    {
      name: 'StoreRestarting',
      expression: `${restarts(statefulSetPods(store), '1h')} > 2`,
      for: '1m',
      severity: 'warning',
      summary: `${name} restarts`,
      description: `Pod {{ $labels.pod }} of ${namespace} has restarted {{ $value | humanize }} times within an hour.`,
      runbook: 'store',
    },
  ];
}

/** How full the claims of a store are, how many of its pods are ready, and what they take. */
export function storePanels(store: Subject): Panel[] {
  const { name, namespace } = store;
  const statefulSet = `namespace="${namespace}",statefulset="${name}"`;
  return [
    {
      title: 'Pods',
      unit: 'short',
      expressions: [
        { expression: `kube_statefulset_status_replicas_ready{${statefulSet}}`, legend: 'ready' },
        { expression: `kube_statefulset_replicas{${statefulSet}}`, legend: 'wanted' },
      ],
    },
    {
      title: 'Use of claims',
      unit: 'percentunit',
      expressions: [{ expression: `1 - ${claims.left(store)}`, legend: '{{persistentvolumeclaim}}' }],
    },
    ...podPanels(statefulSetPods(store)),
  ];
}
