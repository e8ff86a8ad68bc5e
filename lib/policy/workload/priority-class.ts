import { textAt } from '../../manifest/fields';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import type { World } from '../world';

export const priorityClass: Rule = {
  id: 'workload/priority-class',
  title: 'Pods have a priority that there is, and those of the system are in kube-system only',
  severity: 'error',
  rationale:
    'The API server refuses pods of an unknown class; those of system classes evict every other pod (hardening 2, priorityClass; Kubernetes: Pod Priority).',
  requirements: ['A3', 'A11'],
  fix: 'leave priorityClassName out, or deliver a PriorityClass with that name',
  *check(world) {
    for (const pod of world.pods) {
      const name = textAt(pod.spec, 'priorityClassName') ?? '';
      const problem = name === '' ? undefined : problemOf(name, pod, world);
      if (problem !== undefined) yield { object: pod.object, field: `${pod.path}.priorityClassName`, message: `is "${name}", ${problem}` };
    }
  },
};

/** Classes that every cluster has. */
const SYSTEM = new Set(['system-cluster-critical', 'system-node-critical']);

function problemOf(name: string, { object, namespace }: PodView, world: World): string | undefined {
  if (SYSTEM.has(name)) {
    return namespace === '' || namespace === 'kube-system' ? undefined : 'which is for pods of kube-system';
  }
  // Where nobody here wrote the pod, the class may be in the cluster already.
  if (object.unit === undefined || world.tryFind('scheduling.k8s.io/PriorityClass', '', name) !== undefined) return undefined;
  return 'which no PriorityClass here is called';
}
