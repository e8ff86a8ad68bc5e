import { textAt } from '../../manifest/fields';
import type { Rule } from '../rule';

/** Not in CEL: the API server itself writes the old field beside the new one, with the same value. */
export const serviceAccountField: Rule = {
  id: 'workload/service-account-field',
  title: 'Pods name their ServiceAccount in serviceAccountName, not in the deprecated serviceAccount',
  severity: 'error',
  rationale: 'serviceAccount is deprecated; two fields for one thing can say two things, and reviewers read one (Kubernetes: PodSpec).',
  requirements: ['D15'],
  fix: 'write serviceAccountName and leave serviceAccount out',
  *check(world) {
    for (const { object, path, spec } of world.pods) {
      const deprecated = textAt(spec, 'serviceAccount');
      const current = textAt(spec, 'serviceAccountName');
      if (deprecated === undefined || deprecated === current) continue;
      const message = current === undefined ? `says "${deprecated}"` : `says "${deprecated}", serviceAccountName "${current}"`;
      yield { object, field: `${path}.serviceAccount`, message };
    }
  },
};
