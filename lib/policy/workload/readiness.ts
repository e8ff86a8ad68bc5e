import { celRule } from '../cel/cel-rule';
import { IS_INITIAL, ROLLING_KINDS, SERVES } from '../cel/container-role';

export const readiness = celRule({
  id: 'workload/readiness',
  title: 'Containers that serve ports say when they are ready',
  severity: 'error',
  rationale:
    'Without a readiness probe a Service sends calls to a program that still starts, and a rollout goes on over pods that never answer (hardening 2; Kubernetes: Probes).',
  requirements: ['A3', 'B26'],
  fix: 'add a readinessProbe that asks what callers depend on',
  kinds: ROLLING_KINDS,
  validations: [
    {
      of: 'container',
      expression: `has(c.readinessProbe) || ${IS_INITIAL} || !(${SERVES})`,
      field: 'readinessProbe',
      message: 'is missing, although the container serves ports',
    },
  ],
});
