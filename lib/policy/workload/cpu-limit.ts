import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { limitOf } from './amount';

/** Not enforced: a waiver may accept a container without one, and the cluster knows no waivers. */
export const cpuLimit = celRule({
  id: 'workload/cpu-limit',
  title: 'Containers have a limit of cpu',
  severity: 'error',
  rationale:
    'A loop that never ends takes what neighbours hoped to borrow; but a limit also slows a container on an idle node, so a waiver may accept none (NSA C-0009).',
  requirements: ['A11'],
  fix: 'set resources.limits.cpu, or waive it where throttling hurts more than a busy neighbour',
  kinds: POD_KINDS,
  isEnforced: false,
  validations: [limitOf('cpu')],
});
