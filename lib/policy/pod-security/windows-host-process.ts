import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { everywhere } from './security-context';

export const windowsHostProcess = celRule({
  id: 'pod-security/windows-host-process',
  title: 'No container is a process of its Windows node',
  severity: 'error',
  rationale: 'Such a container has all rights on the node, as a privileged one has on Linux (Pod Security Standards, baseline).',
  requirements: ['A3', 'E3'],
  fix: 'leave securityContext.windowsOptions.hostProcess out',
  kinds: POD_KINDS,
  validations: everywhere({
    expression: (context) => `!${context}.?windowsOptions.?hostProcess.orValue(false)`,
    field: 'securityContext.windowsOptions.hostProcess',
    message: 'is true',
  }),
});
