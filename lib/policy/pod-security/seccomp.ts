import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { unlessOnWindows } from './exemption';
import { everywhere } from './security-context';

const TYPE = '.?securityContext.?seccompProfile.?type';

export const seccomp = celRule({
  id: 'pod-security/seccomp',
  title: 'Every container has a seccomp profile: RuntimeDefault or a Localhost one',
  severity: 'error',
  rationale:
    'Without one a container may call all of the kernel, and most ways out of a container begin with a call that no service needs (Pod Security Standards, restricted; CIS 5.7.2).',
  requirements: ['A3', 'E3'],
  fix: 'set securityContext.seccompProfile.type of the pod to RuntimeDefault, as podSecurity() of lib/workload/hardening.ts does',
  kinds: POD_KINDS,
  validations: [
    ...everywhere({
      expression: (context) =>
        unlessOnWindows(`${context}.?seccompProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost']`),
      field: 'securityContext.seccompProfile.type',
      message: 'is neither RuntimeDefault nor Localhost',
    }),
    {
      of: 'container',
      expression: unlessOnWindows(`c${TYPE}.hasValue() || variables.pod${TYPE}.hasValue()`),
      field: 'securityContext.seccompProfile.type',
      message: 'is stated neither here nor for the pod',
    },
  ],
});
