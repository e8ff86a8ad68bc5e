import { listAt, textAt, textsAt } from '../../manifest/fields';
import { groupBy } from '../../manifest/group-by';
import { valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { sourceProblem } from './app-project';
import { sourcesOf, syncedObjects } from './synced';

export const unusedPermission: Rule = {
  id: 'project/unused',
  title: 'A project permits no repository and no namespace that none of its Applications uses',
  severity: 'warning',
  rationale:
    'What is permitted and not used is what an attacker finds, and a sign of something that was moved away. Kinds are not counted: ceilings list them by class, since a list that follows what is rendered would drop a kind with its last object, and Argo CD would then neither prune nor show it. Namespaces are counted only where no chart is, which may deliver into any, and nothing is in development, since a ceiling is declared once for all environments and not all run in each.',
  requirements: ['B25', 'B8'],
  fix: 'take it out of the ceiling in envs/catalogue.ts, or out of this environment',
  *check(world) {
    // Ceilings are declared once for all environments, and those of development run less.
    if (world.purpose === 'development') return;
    const applications = groupBy(world.ofType('argoproj.io/Application'), ({ manifest }) => textAt(manifest, 'spec.project') ?? '');
    // Applications of an ApplicationSet, and those of others in the cluster, are not known here.
    if (world.ofType('argoproj.io/ApplicationSet').length > 0) return;
    for (const project of world.ofType('argoproj.io/AppProject')) {
      if (project.unit === undefined) continue;
      yield* problems(project, applications.get(project.manifest.metadata.name) ?? [], world);
    }
  },
};

function* problems(object: WorldObject, applications: readonly WorldObject[], world: World): Iterable<Violation> {
  const sources = applications.flatMap(({ manifest }) => sourcesOf(manifest).map(({ value }) => value));
  const repositories = new Set(sources.map((source) => textAt(source, 'repoURL') ?? ''));
  for (const [index, repository] of textsAt(object.manifest, 'spec.sourceRepos').entries()) {
    const only = { ...object.manifest, spec: { sourceRepos: [repository] } };
    if ([...repositories].some((url) => sourceProblem(only, url) === undefined)) continue;
    yield { object, field: `spec.sourceRepos[${index}]`, message: `permits ${repository}, which none of its Applications reads` };
  }
  if (sources.some((source) => valueAt(source, 'chart') !== undefined)) return;
  const synced = syncedObjects(world);
  const reached = new Set(
    applications.flatMap((application) => [
      textAt(application.manifest, 'spec.destination.namespace') ?? '',
      ...(synced.get(application) ?? []).map((found) => world.namespaceOf(found)),
    ]),
  );
  for (const [index, destination] of listAt(object.manifest, 'spec.destinations').entries()) {
    const namespace = textAt(destination, 'namespace') ?? '';
    if (/[*?[{!]/.test(namespace) || reached.has(namespace)) continue;
    yield { object, field: `spec.destinations[${index}]`, message: `permits ${namespace}, where none of its Applications delivers to` };
  }
}
