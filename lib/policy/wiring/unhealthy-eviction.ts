import { celRule } from '../cel/cel-rule';

export const unhealthyEviction = celRule({
  id: 'wiring/unhealthy-eviction',
  title: 'A PodDisruptionBudget lets pods go that are not ready anyway',
  severity: 'error',
  rationale:
    'By default a pod that never gets ready counts against the budget and blocks the drain of its node (Kubernetes documentation, PodDisruptionBudget: unhealthy pod eviction policy).',
  requirements: ['A3'],
  fix: 'set spec.unhealthyPodEvictionPolicy: AlwaysAllow',
  kinds: ['policy/PodDisruptionBudget'],
  validations: [
    {
      of: 'object',
      expression: "object.?spec.?unhealthyPodEvictionPolicy.orValue('IfHealthyBudget') == 'AlwaysAllow'",
      field: 'spec.unhealthyPodEvictionPolicy',
      message: 'is not AlwaysAllow',
    },
  ],
});
