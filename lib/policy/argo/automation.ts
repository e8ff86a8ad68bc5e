import { listAt, textAt, textsAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import { matchesGlob } from '../project/glob';
import { syncedObjects } from '../project/synced';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { type ApplicationView, applicationsOf, projectNameOf } from './application-view';
import { destinationNamespaceOf, optionsOf, ownOptionsOf } from './sync-option';

/** What holds data, or takes all that is in it along. */
const PRECIOUS: ReadonlySet<string> = new Set(['/Namespace', '/PersistentVolumeClaim', 'apiextensions.k8s.io/CustomResourceDefinition']);

/** Options that keep an object till somebody says so, or for ever, with what happens without them. */
const KEEPS: readonly (readonly [option: string, how: string])[] = [
  ['Prune', 'pruned by'],
  ['Delete', 'deleted with'],
];

export const automation: Rule = {
  id: 'argo/automation',
  title: 'Production is synced on request, or in windows and without losing data',
  severity: 'error',
  rationale:
    'Automated pruning carries out a mistake before anybody sees it; in production it has a window, goes last and asks before it takes namespaces, claims, definitions and stores (hardening B5, check 50).',
  requirements: ['A10', 'B7', 'B58'],
  fix: 'use Sync.onRequest(), or add what is missing',
  *check(world) {
    if (world.purpose !== 'production') return;
    const synced = syncedObjects(world);
    const projects = new Map(world.ofType('argoproj.io/AppProject').map((project) => [project.manifest.metadata.name, project]));
    for (const application of applicationsOf(world)) {
      const { object, at, body } = application;
      const automated = valueAt(body, 'spec.syncPolicy.automated');
      if (automated === undefined || valueAt(automated, 'enabled') === false) continue;
      for (const [field, message] of unsafe(automated, body)) yield { object, field: at(`spec.syncPolicy.${field}`), message };
      if (!hasWindow(application, projects.get(projectNameOf(application)))) {
        yield {
          object,
          field: at('spec.syncPolicy.automated'),
          message: `has no sync window in the project ${projectNameOf(application)}`,
        };
      }
      if (valueAt(automated, 'prune') !== true) continue;
      for (const victim of (synced.get(object) ?? []).filter(isPrecious)) {
        for (const how of dangersOf(victim)) {
          const message = `may be ${how} the Application ${object.manifest.metadata.name} without confirmation`;
          yield { object: victim, field: 'metadata.annotations', message, fix: 'annotate it with Prune=confirm,Delete=confirm' };
        }
      }
    }
  },
};

function* unsafe(automated: unknown, application: unknown): Iterable<[field: string, message: string]> {
  if (valueAt(automated, 'selfHeal') !== true) yield ['automated.selfHeal', 'is not true, so what is changed by hand stays'];
  if (valueAt(automated, 'allowEmpty') !== false) yield ['automated.allowEmpty', 'is not false'];
  if (valueAt(automated, 'prune') !== true) yield ['automated.prune', 'is not true, so what Git no longer holds stays'];
  else if (!optionsOf(application).includes('PruneLast=true')) yield ['syncOptions', 'does not hold PruneLast=true'];
}

function isPrecious({ manifest, unit }: WorldObject): boolean {
  return PRECIOUS.has(typeOf(manifest)) || (manifest.kind === 'StatefulSet' && unit?.folder.startsWith('stores/') === true);
}

/** How an object may go without anybody being asked. */
function dangersOf({ manifest }: WorldObject): string[] {
  const options = ownOptionsOf(manifest);
  return KEEPS.flatMap(([option, how]) => (options.includes(`${option}=confirm`) || options.includes(`${option}=false`) ? [] : [how]));
}

/** Whether a window of the project is for the Application: by any of its selectors, or by all of them. */
function hasWindow({ object, body }: ApplicationView, project: WorldObject | undefined): boolean {
  const cluster = textAt(body, 'spec.destination.server') ?? textAt(body, 'spec.destination.name') ?? '';
  return listAt(project?.manifest, 'spec.syncWindows').some((window) => {
    // Without one that allows, those that deny leave the rest of the time open.
    if (textAt(window, 'kind') !== 'allow') return false;
    const selects = (key: string, text: string): boolean[] => {
      const globs = textsAt(window, key);
      return globs.length === 0 ? [] : [globs.some((glob) => matchesGlob(glob, text))];
    };
    const verdicts = [
      ...selects('applications', String(object.manifest.metadata.name)),
      ...selects('namespaces', destinationNamespaceOf(body)),
      ...selects('clusters', cluster),
    ];
    return valueAt(window, 'andOperator') === true ? verdicts.length > 0 && verdicts.every(Boolean) : verdicts.some(Boolean);
  });
}
