import { listAt, textAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { fieldPath, type Manifest, valueAt } from '../../manifest/manifest';
import { ownOptionsOf, SYNC_OPTIONS } from '../argo/sync-option';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { canonicalStores } from './store';

export const canonical: Rule = {
  id: 'state/canonical',
  title: 'Nothing that is deleted by a tool takes canonical data along',
  severity: 'error',
  rationale:
    'Canonical data cannot be made again: pruning, scaling or a lost claim must not delete it (requirement B7; hardening B5, and the outages in "Mistakes people really made").',
  requirements: ['B7', 'B8'],
  fix: 'let lib/store make it, which keeps what is canonical: Prune and Delete false or confirm, claims retained, a class that retains',
  *check(world) {
    const stores = canonicalStores(world);
    for (const { objects } of stores) {
      for (const object of objects) {
        const type = typeOf(object.manifest);
        if (type === 'apps/StatefulSet') yield* statefulSetProblems(object, world);
        else if (type === '/PersistentVolumeClaim') yield* [...unprotected(object), ...classProblems(object, 'spec', world)];
      }
    }
    for (const namespace of new Set(stores.map((store) => store.namespace))) {
      const object = world.tryFind('/Namespace', '', namespace);
      if (object !== undefined) yield* unprotected(object);
    }
  },
};

function* statefulSetProblems(object: WorldObject, world: World): Iterable<Violation> {
  const { manifest } = object;
  yield* unprotected(object);
  for (const key of ['whenDeleted', 'whenScaled']) {
    const field = `spec.persistentVolumeClaimRetentionPolicy.${key}`;
    if (valueAt(manifest, field) === 'Delete')
      yield { object, field, message: 'is Delete: the claims, and the data in them, go with the pods' };
  }
  const claims = listAt(manifest, 'spec.volumeClaimTemplates');
  if (claims.length === 0 && !mountsClaim(manifest)) {
    yield { object, field: 'spec.volumeClaimTemplates', message: 'is empty: the data would end with the pod' };
  }
  for (const index of claims.keys()) yield* classProblems(object, `spec.volumeClaimTemplates[${index}].spec`, world, claims[index]);
}

function mountsClaim(manifest: Manifest): boolean {
  return listAt(manifest, 'spec.template.spec.volumes').some((volume) => valueAt(volume, 'persistentVolumeClaim') !== undefined);
}

/** Argo CD prunes what is no longer in Git, and deletes what its Application had, unless it is told not to, or to ask. */
function* unprotected(object: WorldObject): Iterable<Violation> {
  const options = ownOptionsOf(object.manifest);
  for (const option of ['Prune', 'Delete']) {
    if (options.includes(`${option}=false`) || options.includes(`${option}=confirm`)) continue;
    yield { object, field: fieldPath('metadata.annotations', SYNC_OPTIONS), message: `has neither ${option}=false nor ${option}=confirm` };
  }
}

/** A class that is among the objects must keep volumes whose claims are gone; Kubernetes' default is to delete them. */
function* classProblems(object: WorldObject, field: string, world: World, claim: unknown = object.manifest): Iterable<Violation> {
  const name = textAt(claim, 'spec.storageClassName');
  const found = name === undefined ? undefined : world.tryFind('storage.k8s.io/StorageClass', '', name);
  if (found === undefined || found.manifest.reclaimPolicy === 'Retain') return;
  const policy = found.manifest.reclaimPolicy ?? 'Delete, as it says nothing,';
  yield { object, field: `${field}.storageClassName`, message: `is ${name}, whose reclaimPolicy is ${policy} and not Retain` };
}
