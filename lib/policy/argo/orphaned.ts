import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { matchesGlob } from '../project/glob';
import type { Rule } from '../rule';
import { projectsOf } from './project-view';

const SYSTEM = 'kube-system';

export const orphanedResources: Rule = {
  id: 'argo/orphaned',
  title: 'A project tells of objects in its namespaces that nobody delivers, unless it reaches kube-system',
  severity: 'error',
  rationale:
    'What was made by hand, or left behind, shows nowhere else; in kube-system there is always such, and looking for it costs the controller its speed (hardening A9).',
  requirements: ['A25', 'B51'],
  fix: 'set spec.orphanedResources.warn to true, or leave spec.orphanedResources out where kube-system is a destination',
  *check(world) {
    for (const object of projectsOf(world)) {
      const namespaces = listAt(object.manifest, 'spec.destinations').map((destination) => textAt(destination, 'namespace') ?? '');
      const isWatched = valueAt(object.manifest, 'spec.orphanedResources') !== undefined;
      if (namespaces.some((namespace) => matchesGlob(namespace, SYSTEM))) {
        if (isWatched) yield { object, field: 'spec.orphanedResources', message: `is set, and ${SYSTEM} is a destination` };
      } else if (namespaces.length > 0 && valueAt(object.manifest, 'spec.orphanedResources.warn') !== true) {
        yield { object, field: 'spec.orphanedResources.warn', message: 'is not true' };
      }
    }
  },
};
