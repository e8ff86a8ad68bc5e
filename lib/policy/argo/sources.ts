import { listAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { isPattern, projectsOf } from './project-view';

export const projectSources: Rule = {
  id: 'argo/sources',
  title: 'A project names each repository that it takes manifests from',
  severity: 'error',
  rationale: 'A pattern lets in every repository that somebody will ever name so; Argo CD has no rule !* (hardening A2, check 48).',
  requirements: ['B8', 'B25'],
  fix: 'list the URLs in full',
  *check(world) {
    for (const object of projectsOf(world)) {
      for (const [index, source] of listAt(object.manifest, 'spec.sourceRepos').entries()) {
        if (typeof source === 'string' && source !== '' && !isPattern(source)) continue;
        yield { object, field: `spec.sourceRepos[${index}]`, message: `is ${JSON.stringify(source)}, not one repository` };
      }
    }
  },
};
