import { entriesAt } from '../../manifest/fields';
import { fieldPath } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { sealingScope } from './sealing-scope';

export const renamedSecret: Rule = {
  id: 'secrets/renamed',
  title: 'Every ciphertext stands under the one name that it was sealed for',
  severity: 'error',
  rationale:
    'In strict scope the namespace and the name are part of what is encrypted: a copy under another name is opened by no controller. Which of two is the copy cannot be seen without the key (hardening 5, check 10; bad input 71).',
  requirements: ['A16', 'A35'],
  fix: 'seal the value anew for each place (npm run seal)',
  *check(world) {
    const first = new Map<string, Sealed>();
    for (const object of world.ofType('bitnami.com/SealedSecret')) {
      for (const [key, ciphertext] of entriesAt(object.manifest, 'spec.encryptedData')) {
        if (typeof ciphertext !== 'string' || ciphertext === '') continue;
        const sealed = { object, key, label: labelOf(object, world) };
        const original = first.get(ciphertext);
        if (original === undefined) first.set(ciphertext, sealed);
        else if (!mayShare(original, sealed))
          yield { object, field: fieldPath('spec.encryptedData', key), message: messageOf(original, sealed) };
      }
    }
  },
};

/** A value with the key that it stands under, and what it was encrypted for. */
interface Sealed {
  readonly object: WorldObject;
  readonly key: string;
  readonly label: string;
}

/** What the controller asks of a ciphertext, by its scope. */
function labelOf(object: WorldObject, world: World): string {
  const namespace = world.namespaceOf(object);
  switch (sealingScope(object.manifest)) {
    case 'cluster-wide':
      return '';
    case 'namespace-wide':
      return namespace;
    case 'strict':
      return `${namespace}/${object.manifest.metadata.name}`;
  }
}

/** Wider scopes are there to be copied; identity/unique reports an object that is there twice. */
function mayShare(original: Sealed, { object, key, label }: Sealed): boolean {
  if (original.object.key === object.key) return original.key === key;
  return original.label === label;
}

function messageOf(original: Sealed, { object }: Sealed): string {
  if (original.object.key === object.key) return `is the ciphertext of ${original.key} too: two keys with one value`;
  return `is the ciphertext of ${original.key} in ${original.object.key} too, and one of the two cannot be opened`;
}
