import { entriesAt } from '../../manifest/fields';
import { fieldPath } from '../../manifest/manifest';
import type { Rule } from '../rule';

export const ciphertext: Rule = {
  id: 'isolation/ciphertext',
  title: 'No sealed value is that of another environment',
  severity: 'error',
  rationale:
    'Each environment has its own key, so a value that was sealed for another one stays closed here; if it opens, both have one key or one value (hardening 5, check 11; check 71).',
  requirements: ['A16', 'B38', 'C10'],
  fix: 'seal a value of its own: npm run seal -- --env ENVIRONMENT',
  *check(world) {
    const neighbours = world.facts?.neighbours ?? [];
    for (const [type, path] of ENCRYPTED) {
      for (const object of world.ofType(type)) {
        for (const [key, value] of entriesAt(object.manifest, path)) {
          const owners = neighbours.filter(({ ciphertexts }) => ciphertexts.has(String(value))).map(({ environment }) => environment);
          if (owners.length === 0) continue;
          yield { object, field: fieldPath(path, key), message: `is a sealed value of ${owners.join(' and ')}` };
        }
      }
    }
  },
};

/** Where sealed values stand; those of a Secret are encrypted by SOPS. */
const ENCRYPTED: readonly (readonly [type: string, path: string])[] = [
  ['bitnami.com/SealedSecret', 'spec.encryptedData'],
  ['/Secret', 'data'],
  ['/Secret', 'stringData'],
];
