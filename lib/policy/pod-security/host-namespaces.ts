import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

export const hostNamespaces = celRule({
  id: 'pod-security/host-namespaces',
  title: 'No pod shares the network, the processes or the memory of its node',
  severity: 'error',
  rationale:
    'In the namespaces of its node a pod sees and signals the processes of others, and no network policy holds it (Pod Security Standards, baseline; NSA; CIS 5.2.3 to 5.2.5).',
  requirements: ['A3', 'E3', 'E10'],
  fix: 'leave hostNetwork, hostPID and hostIPC out; what must be reached from outside gets a Service',
  kinds: POD_KINDS,
  validations: ['hostNetwork', 'hostPID', 'hostIPC'].map((field) => ({
    of: 'pod',
    expression: `!variables.pod.?${field}.orValue(false)`,
    field,
    message: 'is true',
  })),
});
