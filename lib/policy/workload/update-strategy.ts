import { celRule } from '../cel/cel-rule';
import { ROLLING_KINDS } from '../cel/container-role';

const IS_SINGLE = "object.kind != 'Deployment' || object.spec.?replicas.orValue(1) <= 1";
const UNAVAILABLE = "object.spec.?strategy.?rollingUpdate.?maxUnavailable.orValue('25%')";

export const updateStrategy = celRule({
  id: 'workload/update-strategy',
  title: 'Pods are replaced a few at a time, and by themselves',
  severity: 'error',
  rationale:
    'Recreate stops all replicas of a Deployment at once; with OnDelete what was merged does not run until somebody deletes pods by hand (hardening 2, RollingUpdate).',
  requirements: ['A24', 'B26'],
  fix: 'use RollingUpdate with fewer pods unavailable than there are; Recreate only for one replica that no other may run beside',
  kinds: ROLLING_KINDS,
  validations: [
    {
      of: 'object',
      expression: `${IS_SINGLE} || object.spec.?strategy.?type.orValue('RollingUpdate') != 'Recreate'`,
      field: 'spec.strategy.type',
      message: 'is Recreate, which stops all replicas at once',
    },
    {
      of: 'object',
      expression: `${IS_SINGLE} || (string(dyn(${UNAVAILABLE})).endsWith('%') ? string(dyn(${UNAVAILABLE})) != '100%' : ${UNAVAILABLE} < object.spec.?replicas.orValue(1))`,
      field: 'spec.strategy.rollingUpdate.maxUnavailable',
      message: 'lets all replicas stop at once',
    },
    {
      of: 'object',
      expression: "object.spec.?updateStrategy.?type.orValue('RollingUpdate') != 'OnDelete'",
      field: 'spec.updateStrategy.type',
      message: 'is OnDelete, so that changes wait for somebody to delete pods',
    },
  ],
});
