import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { unlessInUserNamespace } from './exemption';
import { everywhere } from './security-context';

export const runAsUser = celRule({
  id: 'pod-security/run-as-user',
  title: 'No container runs as user 0',
  severity: 'error',
  rationale: 'User 0 is root, whatever runAsNonRoot says (Pod Security Standards, restricted; NSA; CIS 5.2.7).',
  requirements: ['A3', 'E3'],
  fix: 'set securityContext.runAsUser of the pod to a user of at least 10000, as podSecurity() of lib/workload/hardening.ts does',
  kinds: POD_KINDS,
  validations: unlessInUserNamespace(
    everywhere({
      expression: (context) => `${context}.?runAsUser.orValue(1) != 0`,
      field: 'securityContext.runAsUser',
      message: 'is 0',
    }),
  ),
});
