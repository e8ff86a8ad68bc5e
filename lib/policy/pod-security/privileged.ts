import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

export const privileged = celRule({
  id: 'pod-security/privileged',
  title: 'No container is privileged',
  severity: 'error',
  rationale: 'A privileged container is root on its node (Pod Security Standards, baseline; NSA; CIS 5.2.2).',
  requirements: ['A3', 'E3'],
  fix: 'leave securityContext.privileged out, and ask for the one capability that is needed',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: '!c.?securityContext.?privileged.orValue(false)',
      field: 'securityContext.privileged',
      message: 'is true',
    },
  ],
});
