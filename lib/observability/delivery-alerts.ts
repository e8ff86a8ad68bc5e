import { ARGO_CD_NAMESPACE } from '../manifest/unit';
import type { Alert } from './alert';
import type { Panel } from './panel';

/** What a person must know of Argo CD and of the certificates of the cluster (requirement C27). */
export function deliveryAlerts(): Alert[] {
  return [
    {
      name: 'ApplicationOutOfSync',
      expression: 'max by (name, project) (argocd_app_info{sync_status="OutOfSync"}) == 1',
      for: '2h',
      severity: 'warning',
      summary: 'Application {{ $labels.name }} has drifted',
      description: 'What runs has not been what is committed for two hours: a change by hand, or a promotion that nobody has synced.',
      runbook: 'delivery',
    },
    {
      name: 'ApplicationDegraded',
      expression: 'max by (name, project) (argocd_app_info{health_status=~"Degraded|Missing"}) == 1',
      for: '15m',
      severity: 'warning',
      summary: 'Application {{ $labels.name }} is degraded',
      description: 'Argo CD finds objects of {{ $labels.name }} failed or missing.',
      runbook: 'delivery',
    },
    {
      name: 'ApplicationSyncFailed',
      expression: 'sum by (name, project) (increase(argocd_app_sync_total{phase=~"Error|Failed"}[15m])) > 0',
      for: '1m',
      severity: 'warning',
      summary: 'A sync of {{ $labels.name }} failed',
      description: 'Argo CD could not apply what is committed for {{ $labels.name }}.',
      runbook: 'delivery',
    },
    {
      name: 'ApplicationControllerDown',
      expression: `absent(up{namespace="${ARGO_CD_NAMESPACE}",job="application-controller"} == 1)`,
      for: '10m',
      severity: 'critical',
      summary: "Argo CD's application controller is down",
      description: 'Nothing is synced, healed or compared: drift is not seen, and its alerts are silent.',
      runbook: 'delivery',
    },
    {
      name: 'RepositoryServerDown',
      expression: `absent(up{namespace="${ARGO_CD_NAMESPACE}",job="repo-server"} == 1)`,
      for: '10m',
      severity: 'critical',
      summary: "Argo CD's repository server is down",
      description: 'Argo CD cannot read the repository: no commit reaches the cluster, fixes and rollbacks included.',
      runbook: 'delivery',
    },
    {
      name: 'CertificateNotRenewed',
      expression: `${certificateLifetime('min by (namespace, name)')} < 14 * 86400`,
      for: '1h',
      severity: 'warning',
      summary: 'Certificate {{ $labels.name }} was not renewed',
      description: 'It expires in {{ $value | humanizeDuration }}; cert-manager renews long before, so the renewal fails.',
      runbook: 'delivery',
    },
    {
      name: 'CertificateExpiring',
      expression: `${certificateLifetime('min by (namespace, name)')} < 3 * 86400`,
      for: '10m',
      severity: 'critical',
      summary: 'Certificate {{ $labels.name }} expires',
      description: 'It expires in {{ $value | humanizeDuration }}; after that clients refuse to connect.',
      runbook: 'delivery',
    },
  ];
}

/** The state of the Applications, how syncs end, whether Argo CD answers, and the next certificates to expire. */
export function deliveryPanels(): Panel[] {
  return [
    {
      title: 'Applications by sync',
      unit: 'short',
      expressions: [{ expression: 'count by (sync_status) (argocd_app_info)', legend: '{{sync_status}}' }],
    },
    {
      title: 'Applications by health',
      unit: 'short',
      expressions: [{ expression: 'count by (health_status) (argocd_app_info)', legend: '{{health_status}}' }],
    },
    {
      title: 'Syncs within an hour',
      unit: 'short',
      expressions: [{ expression: 'sum by (phase) (increase(argocd_app_sync_total[1h]))', legend: '{{phase}}' }],
    },
    {
      title: 'Pods of Argo CD that answer',
      unit: 'short',
      expressions: [{ expression: `sum by (job) (up{namespace="${ARGO_CD_NAMESPACE}"})`, legend: '{{job}}' }],
    },
    {
      title: 'Time until certificates expire',
      unit: 's',
      expressions: [{ expression: `bottomk(5, ${certificateLifetime('min by (namespace, name)')})`, legend: '{{namespace}}/{{name}}' }],
    },
  ];
}

/** Seconds until certificates expire. */
function certificateLifetime(aggregation: string): string {
  return `${aggregation} (certmanager_certificate_expiration_timestamp_seconds) - time()`;
}
