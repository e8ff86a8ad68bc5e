import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { IS_EPHEMERAL } from '../cel/container-role';
import { unlessOnWindows } from './exemption';

/** Not in the Pod Security Standards: Pod Security admission has no such check. Who looks around in a running pod (kubectl debug) may write. */
export const readOnlyRootFilesystem = celRule({
  id: 'pod-security/read-only-root-filesystem',
  title: 'No container can change its own programs',
  severity: 'error',
  rationale: 'Who gets in cannot plant tools or change what runs where the root file system is read-only (NSA; hardening 2).',
  requirements: ['A3', 'E3'],
  fix: 'set securityContext.readOnlyRootFilesystem to true, as CONTAINER_SECURITY of lib/workload/hardening.ts has it, and mount an emptyDir where the program writes',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: unlessOnWindows(`c.?securityContext.?readOnlyRootFilesystem.orValue(false) == true || ${IS_EPHEMERAL}`),
      field: 'securityContext.readOnlyRootFilesystem',
      message: 'is not true',
    },
  ],
});
