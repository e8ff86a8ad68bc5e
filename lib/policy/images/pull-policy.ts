import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

export const pullPolicy = celRule({
  id: 'images/pull-policy',
  title: 'Images are pulled where they are missing',
  severity: 'error',
  rationale:
    'Never runs whatever a node happens to hold, and nothing on a new node; with a digest IfNotPresent is as exact as Always (Kubernetes: Images).',
  requirements: ['B18', 'B44'],
  fix: 'set the pull policy to IfNotPresent, or to Always where pods of others share the nodes',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'container',
      expression: "c.?imagePullPolicy.orValue('IfNotPresent') in ['Always', 'IfNotPresent']",
      field: 'imagePullPolicy',
      message: 'is neither Always nor IfNotPresent',
    },
    {
      of: 'pod',
      expression: "variables.pod.?volumes.orValue([]).all(v, v.?image.?pullPolicy.orValue('IfNotPresent') in ['Always', 'IfNotPresent'])",
      field: 'volumes',
      message: 'holds an image whose pullPolicy is neither Always nor IfNotPresent',
    },
  ],
});
