import { textsAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { syncedObjects } from '../project/synced';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { applicationsOf } from './application-view';
import { CASCADE, isCascade } from './cascade';

/** What must outlive the Application that brought it. */
const KEPT: ReadonlySet<string> = new Set([
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'argoproj.io/AppProject',
  '/Namespace',
  '/PersistentVolumeClaim',
  'apiextensions.k8s.io/CustomResourceDefinition',
]);

const MISSING = `does not hold ${CASCADE}, so what comes and goes here would stay`;

export const applicationFinalizer: Rule = {
  id: 'argo/finalizer',
  title:
    'Deleting an Application deletes nothing in production, no Applications, namespaces and stores anywhere, and all workloads where it deletes some in development',
  severity: 'error',
  rationale:
    'A finalizer that came with a template deleted all services of staging and production (argo-cd 10949); that of a root deletes every Application below it, with what they synced; an environment that comes and goes leaves pods behind without one (hardening B9, check 50).',
  requirements: ['B14', 'B7'],
  fix: 'leave the finalizer out of this Application: cascade is for environments that come and go',
  *check(world) {
    const synced = syncedObjects(world);
    const applications = [...applicationsOf(world)];
    // An environment whose Applications all leave what they brought was declared so.
    const comesAndGoes =
      world.purpose === 'development' && applications.some(({ body }) => textsAt(body, 'metadata.finalizers').some(isCascade));
    for (const { object, body, at } of applications) {
      const objects = synced.get(object) ?? [];
      const index = textsAt(body, 'metadata.finalizers').findIndex(isCascade);
      if (index >= 0) {
        const message = reason(world.purpose === 'production', objects);
        if (message !== undefined) yield { object, field: at(`metadata.finalizers[${index}]`), message };
      } else if (comesAndGoes && runsWorkloads(objects)) {
        yield { object, field: at('metadata.finalizers'), message: MISSING, fix: 'let its delivery cascade' };
      }
    }
  },
};

function reason(isProduction: boolean, synced: readonly WorldObject[]): string | undefined {
  if (isProduction) return 'deletes what the Application synced in production';
  const kept = synced.find(({ manifest, unit }) => KEPT.has(typeOf(manifest)) || unit?.folder.startsWith('stores/'));
  return kept && `deletes ${kept.manifest.kind} ${kept.manifest.metadata.name} with the Application`;
}

/** Whether an Application brings workloads, and nothing that must outlive it. */
function runsWorkloads(synced: readonly WorldObject[]): boolean {
  const isOfWorkloads = synced.length > 0 && synced.every(({ unit }) => unit?.folder.startsWith('workloads/'));
  return isOfWorkloads && reason(false, synced) === undefined;
}
