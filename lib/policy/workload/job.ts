import { celRule } from '../cel/cel-rule';

export const job = celRule({
  id: 'workload/job',
  title: 'Jobs end, and go away when they have ended',
  severity: 'error',
  rationale:
    'A Job without a deadline hangs unseen and holds its quota; finished ones stay with their pods until somebody deletes them (Kubernetes: Jobs, Automatic Cleanup).',
  requirements: ['E16', 'E26'],
  fix: 'set activeDeadlineSeconds, and ttlSecondsAfterFinished unless Argo CD deletes the Job as a hook or its CronJob keeps the history',
  kinds: ['batch/Job', 'batch/CronJob'],
  validations: [
    {
      of: 'object',
      expression: "object.kind != 'Job' || has(object.spec.activeDeadlineSeconds)",
      field: 'spec.activeDeadlineSeconds',
      message: 'is missing',
    },
    {
      of: 'object',
      expression: "object.kind != 'CronJob' || has(object.spec.jobTemplate.spec.activeDeadlineSeconds)",
      field: 'spec.jobTemplate.spec.activeDeadlineSeconds',
      message: 'is missing',
    },
    {
      of: 'object',
      expression: [
        "object.kind != 'Job'",
        'has(object.spec.ttlSecondsAfterFinished)',
        "'argocd.argoproj.io/hook' in object.metadata.?annotations.orValue({})",
        "object.metadata.?ownerReferences.orValue([]).exists(o, o.kind == 'CronJob')",
      ].join(' || '),
      field: 'spec.ttlSecondsAfterFinished',
      message: 'is missing, and neither a hook nor a CronJob deletes it',
    },
  ],
});
