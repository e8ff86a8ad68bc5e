import type { Rule } from '../rule';
import { applicationsOf, projectNameOf } from './application-view';

export const applicationProject: Rule = {
  id: 'argo/application-project',
  title: 'An Application belongs to a project that somebody made for it',
  severity: 'error',
  rationale:
    'The project default, which is that of an Application without one, bounds nothing until it is closed, and nothing works in it afterwards (hardening B1, check 48). That the project exists is what project/permitted asks.',
  requirements: ['B8', 'B25'],
  fix: 'name a project of envs/catalogue.ts in spec.project',
  *check(world) {
    for (const application of applicationsOf(world)) {
      if (projectNameOf(application) !== 'default') continue;
      yield {
        object: application.object,
        field: application.at('spec.project'),
        message: 'is default, or says nothing, which means default',
      };
    }
  },
};
