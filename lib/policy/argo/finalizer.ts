import { textsAt, typeOf } from '../../manifest/fields';
import { syncedObjects } from '../project/synced';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { applicationsOf } from './application-view';
import { isCascade } from './cascade';

/** What must outlive the Application that brought it. */
const KEPT: ReadonlySet<string> = new Set([
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'argoproj.io/AppProject',
  '/Namespace',
  '/PersistentVolumeClaim',
  'apiextensions.k8s.io/CustomResourceDefinition',
]);

export const applicationFinalizer: Rule = {
  id: 'argo/finalizer',
  title: 'Deleting an Application deletes nothing in production, and no Applications, namespaces and stores anywhere',
  severity: 'error',
  rationale:
    'A finalizer that came with a template deleted all services of staging and production (argo-cd 10949); that of a root deletes every Application below it, with what they synced (hardening B9, check 50).',
  requirements: ['B14', 'B7'],
  fix: 'leave the finalizer out of this Application: cascade is for environments that come and go',
  *check(world) {
    const synced = syncedObjects(world);
    for (const { object, body, at } of applicationsOf(world)) {
      const index = textsAt(body, 'metadata.finalizers').findIndex(isCascade);
      if (index < 0) continue;
      const message = reason(world.purpose === 'production', synced.get(object) ?? []);
      if (message !== undefined) yield { object, field: at(`metadata.finalizers[${index}]`), message };
    }
  },
};

function reason(isProduction: boolean, synced: readonly WorldObject[]): string | undefined {
  if (isProduction) return 'deletes what the Application synced in production';
  const kept = synced.find(({ manifest, unit }) => KEPT.has(typeOf(manifest)) || unit?.folder.startsWith('stores/'));
  return kept && `deletes ${kept.manifest.kind} ${kept.manifest.metadata.name} with the Application`;
}
