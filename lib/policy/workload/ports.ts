import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

export const ports = celRule({
  id: 'workload/ports',
  title: 'Containers serve no SSH and no port that takes privileges',
  severity: 'error',
  rationale:
    'Ports below 1024 need root or NET_BIND_SERVICE; a shell over SSH goes past RBAC and the audit log (NSA C-0042; CIS as open scanners encode it).',
  requirements: ['A6', 'E10'],
  fix: 'listen on a port from 1024 on and let the Service map it; for a shell use kubectl exec or debug, which RBAC governs',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: 'c.?ports.orValue([]).all(p, p.?containerPort.orValue(0) != 22)',
      field: 'ports',
      message: 'has 22, the port of SSH',
    },
    {
      of: 'container',
      expression: 'c.?ports.orValue([]).all(p, p.?containerPort.orValue(0) >= 1024 || p.?containerPort.orValue(0) == 22)',
      field: 'ports',
      message: 'has one below 1024, which only privileged programs may open',
    },
  ],
});
