import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

export const hostPorts = celRule({
  id: 'pod-security/host-ports',
  title: 'No container takes a port of its node',
  severity: 'error',
  rationale:
    'A port of the node is reached from outside past Services, ingresses and what guards them, and no two pods of a node can have it (Pod Security Standards, baseline; NSA; CIS 5.2.13).',
  requirements: ['A3', 'E3', 'E10'],
  fix: 'leave hostPort out; what must be reached gets a Service',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: 'c.?ports.orValue([]).all(port, port.?hostPort.orValue(0) == 0)',
      field: 'ports',
      message: 'has one with a hostPort',
    },
  ],
});
