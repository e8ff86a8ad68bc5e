import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { unlessOnWindows } from './exemption';

export const privilegeEscalation = celRule({
  id: 'pod-security/privilege-escalation',
  title: 'No process of a container can become more than its parent',
  severity: 'error',
  rationale:
    'Unless it is refused, a set-user-ID program of the image makes root of any user (Pod Security Standards, restricted; NSA; CIS 5.2.6).',
  requirements: ['A3', 'E3'],
  fix: 'set securityContext.allowPrivilegeEscalation to false, as CONTAINER_SECURITY of lib/workload/hardening.ts has it',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: unlessOnWindows('c.?securityContext.?allowPrivilegeEscalation.orValue(true) == false'),
      field: 'securityContext.allowPrivilegeEscalation',
      message: 'is not false',
    },
  ],
});
