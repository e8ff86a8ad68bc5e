import { groupOf } from '../../manifest/identity';
import { type Manifest, valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { World, WorldObject } from '../world';
import { type Destination, destinationProblem, notPermitted, sourceProblem } from './app-project';

export const permitted: Rule = {
  id: 'project/permitted',
  title: 'The project of an Application permits its repository, its destination and every object that it syncs',
  severity: 'error',
  rationale:
    'Argo CD refuses the rest, but only when it syncs what is merged already: the Application stays out of sync in the cluster (hardening A1 to A5, checks 49 and 51).',
  requirements: ['B13', 'B25', 'B27', 'B42', 'B51'],
  fix: 'deliver it in a unit of a project that permits it, or widen the ceiling of this one in envs/catalogue.ts, which platform and security approve',
  *check(world) {
    const projects = new Map(ofArgo(world, 'AppProject').map(({ manifest }) => [manifest.metadata.name, manifest]));
    const folders = new Map<string, Synced[]>();
    for (const application of ofArgo(world, 'Application')) {
      const project = projects.get(projectOf(application.manifest));
      if (project === undefined) yield* missing(application);
      else yield* misplaced(application, project, folders);
    }
    for (const object of world.objects) {
      for (const { application, project } of syncing(object, folders)) {
        const problem = notPermitted(project, object.manifest, destinationOf(application.manifest));
        if (problem !== undefined)
          yield { object, message: `is synced by the Application ${application.manifest.metadata.name}, but ${problem}` };
      }
    }
  },
};

/** A folder that an Application syncs. */
interface Synced {
  readonly application: WorldObject;
  readonly project: Manifest;
  readonly recurses: boolean;
}

function ofArgo(world: World, kind: string): WorldObject[] {
  return world.ofKind(kind).filter(({ manifest }) => groupOf(manifest.apiVersion) === 'argoproj.io');
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

/** What an Application and its project disagree on; its folders are noted. */
function* misplaced(application: WorldObject, project: Manifest, folders: Map<string, Synced[]>): Iterable<Violation> {
  for (const [field, source] of sourcesOf(application.manifest)) {
    const message = sourceProblem(project, String(valueAt(source, 'repoURL') ?? ''));
    if (message !== undefined) yield { object: application, field: `${field}.repoURL`, message };
    const path = valueAt(source, 'path');
    if (typeof path !== 'string') continue;
    const folder = path.replace(/^\.?\/+|\/+$|^\.$/g, '');
    const recurses = valueAt(source, 'directory.recurse') === true;
    folders.set(folder, [...(folders.get(folder) ?? []), { application, project, recurses }]);
  }
  const message = destinationProblem(project, destinationOf(application.manifest));
  if (message !== undefined) yield { object: application, field: 'spec.destination', message };
}

function sourcesOf(application: Manifest): [field: string, source: unknown][] {
  const sources = valueAt(application, 'spec.sources');
  if (Array.isArray(sources)) return sources.map((source, index) => [`spec.sources[${index}]`, source]);
  return [['spec.source', valueAt(application, 'spec.source')]];
}

/** Whoever syncs an object of ours: the folder that its file is in, or one above that recurses. */
function* syncing({ file, unit }: WorldObject, folders: ReadonlyMap<string, readonly Synced[]>): Iterable<Synced> {
  if (unit === undefined) return;
  const steps = file.split('/').slice(0, -1);
  for (let depth = steps.length; depth >= 0; depth--) {
    const synced = folders.get(steps.slice(0, depth).join('/')) ?? [];
    yield* depth === steps.length ? synced : synced.filter(({ recurses }) => recurses);
  }
}
