import { type Manifest, valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';
import { type Destination, destinationProblem, notPermitted, sourceProblem } from './app-project';
import { sourcesOf, syncedObjects } from './synced';

export const permitted: Rule = {
  id: 'project/permitted',
  title: 'The project of an Application permits its repository, its destination and every object that it syncs',
  severity: 'error',
  rationale:
    'Argo CD refuses the rest, but only when it syncs what is merged already: the Application stays out of sync in the cluster (hardening A1 to A5, checks 49 and 51).',
  requirements: ['B13', 'B25', 'B27', 'B42', 'B51'],
  fix: 'deliver it in a unit of a project that permits it, or widen the ceiling of this one in envs/catalogue.ts, which platform and security approve',
  *check(world) {
    const projects = new Map(world.ofType('argoproj.io/AppProject').map(({ manifest }) => [manifest.metadata.name, manifest]));
    const synced = syncedObjects(world);
    const verdicts = new Map<string, Map<string, string | undefined>>();
    for (const application of world.ofType('argoproj.io/Application')) {
      const project = projects.get(projectOf(application.manifest));
      if (project === undefined) {
        yield* missing(application);
        continue;
      }
      yield* misplaced(application, project);
      const destination = destinationOf(application.manifest);
      const asker = `${projectOf(application.manifest)} ${JSON.stringify(destination)}`;
      const known = verdicts.get(asker) ?? new Map<string, string | undefined>();
      verdicts.set(asker, known);
      for (const object of synced.get(application) ?? []) {
        const question = questionOf(object.manifest);
        if (!known.has(question)) known.set(question, notPermitted(project, object.manifest, destination));
        const problem = known.get(question);
        if (problem !== undefined)
          yield { object, message: `is synced by the Application ${application.manifest.metadata.name}, but ${problem}` };
      }
    }
  },
};

/** What the answer depends on: a thousand Deployments of a namespace are one question. Of what may lie outside namespaces the name counts. */
function questionOf({ apiVersion, kind, metadata: { namespace, name } }: Manifest): string {
  return `${apiVersion}\0${kind}\0${namespace === undefined ? `name ${name}` : `namespace ${namespace}`}`;
}

function projectOf(application: Manifest): string {
  return String(valueAt(application, 'spec.project') || 'default');
}

function destinationOf(application: Manifest): Destination {
  return (valueAt(application, 'spec.destination') ?? {}) as Destination;
}

/** The project of somebody else's Application may be in the cluster. */
function* missing(object: WorldObject): Iterable<Violation> {
  if (object.unit === undefined) return;
  yield {
    object,
    field: 'spec.project',
    message: `is "${projectOf(object.manifest)}", which is no AppProject of this environment`,
    fix: 'name a project of envs/catalogue.ts, or declare this one there',
  };
}

/** What an Application and its project disagree on. */
function* misplaced(object: WorldObject, project: Manifest): Iterable<Violation> {
  for (const { field, value } of sourcesOf(object.manifest)) {
    const message = sourceProblem(project, String(valueAt(value, 'repoURL') ?? ''));
    if (message !== undefined) yield { object, field: `${field}.repoURL`, message };
  }
  const message = destinationProblem(project, destinationOf(object.manifest));
  if (message !== undefined) yield { object, field: 'spec.destination', message };
}
