import { entriesAt, listAt, textAt, textsAt } from '../../manifest/fields';
import { fieldPath, valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { isTemplated } from './application-view';

export const applicationSet: Rule = {
  id: 'argo/application-set',
  title: 'An ApplicationSet is in the namespace of Argo CD, has a fixed project, fails on what is missing and deletes nothing',
  severity: 'error',
  rationale:
    'A templated project lets whoever fills in the template choose it; a missing key becomes "<no value>"; a generator that finds nothing deletes all its Applications, and they what they synced; what a generator reads decides what is applied (hardening, ApplicationSet).',
  requirements: ['B12', 'B8'],
  fix: 'write the project as it is called, goTemplate with missingkey=error, and syncPolicy.preserveResourcesOnDeletion; generate from our own repository',
  *check(world) {
    for (const object of world.ofType('argoproj.io/ApplicationSet')) {
      for (const [field, message] of problems(object, world)) yield { object, field, message };
    }
  },
};

type Found = [field: string, message: string];

function* problems(object: WorldObject, world: World): Iterable<Found> {
  const { manifest } = object;
  const namespace = world.namespaceOf(object);
  if (namespace !== ARGO_CD_NAMESPACE) yield ['metadata.namespace', `is "${namespace}"; expected ${ARGO_CD_NAMESPACE}`];
  const project = textAt(manifest, 'spec.template.spec.project') ?? '';
  if (isTemplated(project)) yield ['spec.template.spec.project', `is "${project}", which the generators fill in`];
  if (/(^|[\s{"'])project["']?\s*:/.test(textAt(manifest, 'spec.templatePatch') ?? '')) yield ['spec.templatePatch', 'sets a project'];
  if (valueAt(manifest, 'spec.goTemplate') !== true) yield ['spec.goTemplate', 'is not true'];
  if (!textsAt(manifest, 'spec.goTemplateOptions').includes('missingkey=error')) {
    yield ['spec.goTemplateOptions', 'does not hold missingkey=error'];
  }
  if (valueAt(manifest, 'spec.syncPolicy.preserveResourcesOnDeletion') !== true) {
    yield ['spec.syncPolicy.preserveResourcesOnDeletion', 'is not true'];
  }
  yield* unreviewed(valueAt(manifest, 'spec'), 'spec', world.facts?.repository.url);
}

/** Generators whose findings nobody has reviewed, with what they find. */
const UNREVIEWED: ReadonlyMap<string, string> = new Map([
  ['scmProvider', 'each repository that somebody makes'],
  ['pullRequest', 'each change that somebody proposes'],
  ['plugin', 'whatever a program answers'],
]);

/** Generators, those inside of others included, that read what our reviewers do not review. Of Git they know nothing where `url` is not known. */
function* unreviewed(holder: unknown, path: string, url: string | undefined): Iterable<Found> {
  for (const [index, generator] of listAt(holder, 'generators').entries()) {
    for (const [kind, nested] of entriesAt({ generator }, 'generator')) {
      const at = fieldPath(`${path}.generators[${index}]`, kind);
      const found = UNREVIEWED.get(kind);
      if (found !== undefined) yield [at, `makes Applications of ${found}`];
      const repository = kind === 'git' ? textAt(nested, 'repoURL') : undefined;
      if (url !== undefined && repository !== undefined && repository !== url) {
        yield [`${at}.repoURL`, `is "${repository}", which is not reviewed here`];
      }
      yield* unreviewed(nested, at, url);
    }
  }
}
