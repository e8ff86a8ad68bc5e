import { textsAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { isPattern, isPrivileged, projectsOf, reachesArgoCd } from './project-view';

export const sourceNamespaces: Rule = {
  id: 'argo/source-namespaces',
  title: 'Applications in namespaces of teams belong to no privileged project',
  severity: 'error',
  rationale:
    "Who may create an Application in a namespace of the list has all that its project permits; in Argo CD's own namespace the list is not even asked (hardening A6).",
  requirements: ['B8', 'B25'],
  fix: 'leave sourceNamespaces out, or name namespaces of the team that the project belongs to',
  *check(world) {
    for (const object of projectsOf(world)) {
      for (const [index, namespace] of textsAt(object.manifest, 'spec.sourceNamespaces').entries()) {
        const message = problem(object, namespace);
        if (message !== undefined) yield { object, field: `spec.sourceNamespaces[${index}]`, message };
      }
    }
  },
};

function problem(project: WorldObject, namespace: string): string | undefined {
  if (reachesArgoCd(namespace)) return `is "${namespace}", which reaches Argo CD's own namespace`;
  if (isPattern(namespace)) return `is "${namespace}", not one namespace`;
  return isPrivileged(project) ? `lets whoever writes to ${namespace} use a project with power over the cluster` : undefined;
}
