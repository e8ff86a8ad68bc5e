import { celRule } from '../cel/cel-rule';

export const restartPolicy = celRule({
  id: 'workload/restart-policy',
  title: 'Pods of Jobs say whether they are restarted when they fail; those of other controllers always are',
  severity: 'error',
  rationale: 'The API server refuses anything else, but only at the sync (Kubernetes: Jobs, pod template).',
  requirements: ['A3', 'E26'],
  fix: 'set restartPolicy of Jobs and CronJobs to Never or OnFailure, and leave it out elsewhere',
  kinds: [
    'apps/DaemonSet',
    'apps/Deployment',
    'apps/ReplicaSet',
    'apps/StatefulSet',
    '/ReplicationController',
    'batch/CronJob',
    'batch/Job',
  ],
  // The API server says the same without a policy.
  isEnforced: false,
  validations: [
    {
      of: 'pod',
      expression: "!(object.kind in ['Job', 'CronJob']) || variables.pod.?restartPolicy.orValue('') in ['Never', 'OnFailure']",
      field: 'restartPolicy',
      message: 'is neither Never nor OnFailure',
    },
    {
      of: 'pod',
      expression: "object.kind in ['Job', 'CronJob'] || variables.pod.?restartPolicy.orValue('Always') == 'Always'",
      field: 'restartPolicy',
      message: 'is not Always, although the controller keeps its pods running',
    },
  ],
});
