import type { Alert, Subject } from './alert';

export interface BackupLimits {
  /** Hours since the last backup that succeeded: the time between two, and the time that one may take. */
  readonly hours: number;
}

/** Hours that a backup may take, all its attempts included. */
const DEADLINE = 4;

/** What a person must know of the backups of a store, made by its CronJob `<name>-backup`: a backup that is missed silently is none. */
export function backupAlerts({ name, namespace }: Subject, { hours }: BackupLimits): Alert[] {
  const lastSuccess = `kube_cronjob_status_last_successful_time{namespace="${namespace}",cronjob="${name}-backup"}`;
  const lastStart = `kube_cronjob_status_last_schedule_time{namespace="${namespace}",cronjob="${name}-backup"}`;
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
      // By the CronJob and not by its Jobs, which go with the room that they claimed: it counts until one succeeds.
      expression: `max(${lastStart}) > (max(${lastSuccess}) or vector(0)) and time() - max(${lastStart}) > ${DEADLINE} * 3600`,
      for: '5m',
      severity: 'warning',
      summary: `A backup of ${name} failed`,
      description: `The last backup of ${namespace}/${name} was started ${DEADLINE} hours ago and has not succeeded.`,
      runbook: 'backup',
    },
  ];
}
