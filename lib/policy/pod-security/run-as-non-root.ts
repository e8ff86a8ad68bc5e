import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { unlessInUserNamespace } from './exemption';
import { everywhere } from './security-context';

const NON_ROOT = '.?securityContext.?runAsNonRoot';

export const runAsNonRoot = celRule({
  id: 'pod-security/run-as-non-root',
  title: 'Containers promise not to run as root',
  severity: 'error',
  rationale:
    'Root of a container is root of its node once it is out; with the promise the kubelet does not start an image whose user is root (Pod Security Standards, restricted; NSA; CIS 5.2.7).',
  requirements: ['A3', 'E3'],
  fix: 'set securityContext.runAsNonRoot of the pod to true, as podSecurity() of lib/workload/hardening.ts does, and false nowhere',
  kinds: POD_KINDS,
  validations: unlessInUserNamespace([
    ...everywhere({
      expression: (context) => `${context}.?runAsNonRoot.orValue(true) == true`,
      field: 'securityContext.runAsNonRoot',
      message: 'is false',
    }),
    {
      of: 'container',
      expression: `c${NON_ROOT}.hasValue() || variables.pod${NON_ROOT}.hasValue()`,
      field: 'securityContext.runAsNonRoot',
      message: 'is stated neither here nor for the pod',
    },
  ]),
});
