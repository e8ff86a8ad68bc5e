import { celRule } from '../cel/cel-rule';

export const cronJob = celRule({
  id: 'workload/cron-job',
  title: 'A CronJob never runs beside itself, catches up only for a while and keeps a short history with failures in it',
  severity: 'error',
  rationale:
    'Two backups at once spoil each other; without a starting deadline a CronJob that missed 100 starts never runs again (Kubernetes: CronJob limitations).',
  requirements: ['E16', 'E26'],
  fix: 'set concurrencyPolicy to Forbid or Replace, startingDeadlineSeconds to 10 or more, history limits to 10 or fewer',
  kinds: ['batch/CronJob'],
  validations: [
    {
      of: 'object',
      expression: "object.spec.?concurrencyPolicy.orValue('Allow') != 'Allow'",
      field: 'spec.concurrencyPolicy',
      message: 'is missing or Allow',
    },
    {
      of: 'object',
      // The controller looks every 10 seconds.
      expression: 'object.spec.?startingDeadlineSeconds.orValue(0) >= 10',
      field: 'spec.startingDeadlineSeconds',
      message: 'is missing or less than 10',
    },
    {
      of: 'object',
      expression: 'object.spec.?successfulJobsHistoryLimit.orValue(3) <= 10',
      field: 'spec.successfulJobsHistoryLimit',
      message: 'is more than 10',
    },
    {
      of: 'object',
      expression: 'object.spec.?failedJobsHistoryLimit.orValue(1) >= 1 && object.spec.?failedJobsHistoryLimit.orValue(1) <= 10',
      field: 'spec.failedJobsHistoryLimit',
      message: 'is 0, so that no failure can be looked into, or more than 10',
    },
  ],
});
