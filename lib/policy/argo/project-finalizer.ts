import { textsAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { CASCADE } from './cascade';
import { projectsOf } from './project-view';

export const projectFinalizer: Rule = {
  id: 'argo/project-finalizer',
  title: 'A project cannot be deleted while Applications refer to it',
  severity: 'error',
  rationale: 'Without the finalizer its Applications are left without a project, and nothing of them is synced any more (hardening A13).',
  requirements: ['B25', 'B27'],
  fix: `add the finalizer ${CASCADE} to the AppProject`,
  *check(world) {
    for (const object of projectsOf(world)) {
      if (textsAt(object.manifest, 'metadata.finalizers').includes(CASCADE)) continue;
      yield { object, field: 'metadata.finalizers', message: `does not hold ${CASCADE}` };
    }
  },
};
