import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { limitOf, requestOf } from './amount';

export const resources = celRule({
  id: 'workload/resources',
  title: 'Containers ask for cpu, memory and ephemeral storage, and may not take more memory and ephemeral storage than a limit',
  severity: 'error',
  rationale:
    'Without requests the scheduler packs nodes blindly; without limits one pod evicts its neighbours (NSA C-0009; Kubernetes: Resource Management).',
  requirements: ['A11', 'D21'],
  fix: 'set the resources of the container; memory with the same request and limit, so that it is not killed for what others take',
  kinds: POD_KINDS,
  validations: [requestOf('cpu'), requestOf('memory'), requestOf('ephemeral-storage'), limitOf('memory'), limitOf('ephemeral-storage')],
});
