import { entriesAt, listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const storageClass: Rule = {
  id: 'wiring/storage-class',
  title: 'A volume claim names a storage class that the cluster has',
  severity: 'error',
  rationale:
    'Without one the claim takes whatever is the default of the cluster, and keeps or loses its data by that; one that does not exist leaves the pod pending (requirement E37: PVC pending).',
  requirements: ['E32', 'E37'],
  fix: 'set storageClassName to a class of the cluster or of core/storage',
  *check(world) {
    const { facts } = world;
    if (facts === undefined) return;
    const classes = world.ofType('storage.k8s.io/StorageClass').map(({ manifest }) => manifest.metadata.name);
    const known = new Set([...classes, ...facts.storageClasses]);
    for (const claim of claimsOf(world)) yield* problems(claim, known);
  },
};

interface Claim {
  readonly object: WorldObject;
  /** Path of what has metadata and spec; empty for a claim itself. */
  readonly field: string;
  readonly value: unknown;
}

function* problems({ object, field, value }: Claim, known: ReadonlySet<string>): Iterable<Violation> {
  const name = textAt(value, 'spec.storageClassName') ?? annotated(value);
  const at = `${field === '' ? '' : `${field}.`}spec.storageClassName`;
  if (name === undefined) {
    if (object.unit !== undefined) yield { object, field: at, message: 'is missing' };
  } else if (name === '') {
    const isBound = (valueAt(value, 'spec.volumeName') ?? valueAt(value, 'spec.selector')) !== undefined;
    if (!isBound) yield { object, field: at, message: 'is empty, and neither volumeName nor selector says which volume' };
  } else if (!known.has(name)) {
    yield { object, field: at, message: `is ${name}, which the cluster does not have; it has ${[...known].join(', ') || 'none'}` };
  }
}

function annotated(value: unknown): string | undefined {
  const found = entriesAt(value, 'metadata.annotations').find(([key]) => key === 'volume.beta.kubernetes.io/storage-class');
  return found && String(found[1]);
}

function* claimsOf(world: World): Iterable<Claim> {
  for (const object of world.ofType('/PersistentVolumeClaim')) yield { object, field: '', value: object.manifest };
  for (const object of world.ofType('apps/StatefulSet')) {
    for (const [index, value] of listAt(object.manifest, 'spec.volumeClaimTemplates').entries()) {
      yield { object, field: `spec.volumeClaimTemplates[${index}]`, value };
    }
  }
  for (const { object, path, spec } of world.pods) {
    for (const [index, volume] of listAt(spec, 'volumes').entries()) {
      const value = valueAt(volume, 'ephemeral.volumeClaimTemplate');
      if (value !== undefined) yield { object, field: `${path}.volumes[${index}].ephemeral.volumeClaimTemplate`, value };
    }
  }
}
