import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { unlessOnWindows } from './exemption';

const CAPABILITIES = 'c.?securityContext.?capabilities';

export const capabilities = celRule({
  id: 'pod-security/capabilities',
  title: 'Every container drops all capabilities, and adds NET_BIND_SERVICE at most',
  severity: 'error',
  rationale:
    'Each capability is a part of what root may do, and the runtime gives fourteen of them to whoever does not refuse (Pod Security Standards, restricted; CIS 5.2.8 to 5.2.10).',
  requirements: ['A3', 'E3', 'E10'],
  fix: 'set securityContext.capabilities.drop to [ALL], as CONTAINER_SECURITY of lib/workload/hardening.ts has it, and add nothing',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: unlessOnWindows(`'ALL' in ${CAPABILITIES}.?drop.orValue([])`),
      field: 'securityContext.capabilities.drop',
      message: 'does not have ALL',
    },
    {
      of: 'container',
      expression: unlessOnWindows(`${CAPABILITIES}.?add.orValue([]).all(capability, capability == 'NET_BIND_SERVICE')`),
      field: 'securityContext.capabilities.add',
      message: 'has another than NET_BIND_SERVICE',
    },
  ],
});
