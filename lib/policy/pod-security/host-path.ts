import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

export const hostPath = celRule({
  id: 'pod-security/host-path',
  title: 'No volume is a path of the node',
  severity: 'error',
  rationale:
    "A path of the node leads to the container runtime's socket, the kubelet's credentials and the data of other pods, be it read-only (Pod Security Standards, baseline; NSA; CIS 5.2.12).",
  requirements: ['A3', 'E3', 'E10'],
  fix: 'use emptyDir for what may be lost, a PersistentVolumeClaim for what must stay',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'pod',
      expression: 'variables.pod.?volumes.orValue([]).all(volume, !has(volume.hostPath))',
      field: 'volumes',
      message: 'has one of type hostPath',
    },
  ],
});
