import type { Alert, Subject } from './alert';

export interface BackupLimits {
  /** Hours since the last backup that succeeded: the time between two, and the time that one may take. */
  readonly hours: number;
}

/** What a person must know of the backups of a store, made by its CronJob `<name>-backup`: a backup that is missed silently is none. */
export function backupAlerts({ name, namespace }: Subject, { hours }: BackupLimits): Alert[] {
  const lastSuccess = `kube_cronjob_status_last_successful_time{namespace="${namespace}",cronjob="${name}-backup"}`;
  const jobs = `namespace="${namespace}",job_name=~"${name}-backup-.+"`;
  const failedStart = `max by (job_name) (kube_job_status_start_time{${jobs}}) and on (job_name) kube_job_failed{${jobs},condition="true"} == 1`;
  return [
    {
      name: 'BackupTooOld',
      expression: `time() - max(${lastSuccess}) > ${hours} * 3600 or absent(${lastSuccess})`,
      for: '1h',
      severity: 'critical',
      summary: `${name} has no recent backup`,
      description: `No backup of ${namespace}/${name} has succeeded within ${hours} hours: what was written since then would be lost.`,
      runbook: 'backup',
    },
    {
      name: 'BackupFailed',
      // A failed Job is kept for days; it counts until a later one succeeds.
      expression: `max(${failedStart}) > (max(${lastSuccess}) or vector(0))`,
      for: '5m',
      severity: 'warning',
      summary: `A backup of ${name} failed`,
      description: `The last backup of ${namespace}/${name} failed after all its attempts.`,
      runbook: 'backup',
    },
  ];
}
