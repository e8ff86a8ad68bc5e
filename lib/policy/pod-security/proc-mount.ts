import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

/** Baseline takes other values from 1.35 on in a pod with user namespaces of its own; restricted takes none. */
export const procMount = celRule({
  id: 'pod-security/proc-mount',
  title: 'What /proc hides of the node stays hidden',
  severity: 'error',
  rationale: 'Unmasked, /proc lets a container read and set the kernel of its node (Pod Security Standards, baseline).',
  requirements: ['A3', 'E3'],
  fix: 'leave securityContext.procMount out',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: "c.?securityContext.?procMount.orValue('Default') == 'Default'",
      field: 'securityContext.procMount',
      message: 'is not Default',
    },
  ],
});
