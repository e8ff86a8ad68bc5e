import { entriesAt } from '../../manifest/fields';
import { fieldPath, valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';

export const plaintextSecret: Rule = {
  id: 'secrets/plaintext-secret',
  title: 'No Secret holds values that are not encrypted',
  severity: 'error',
  rationale:
    'Base64 is no encryption: whoever reads the repository, now or in its history, has the value (source 001, hard rule "no Secret objects in clear"; hardening 8, bad input 68).',
  requirements: ['A15', 'A45', 'B34', 'B37'],
  fix: 'seal the values (npm run seal), take the Secret out of the history, and rotate what it held',
  *check(world) {
    for (const object of world.ofType('/Secret')) {
      for (const field of ['data', 'stringData']) yield* plaintextUnder(object, field);
    }
  },
};

/** What SOPS writes in place of a value; without its `sops.mac` nothing can decrypt it, so it is none of its work. */
const ENCRYPTED = /^ENC\[AES256_GCM,data:[A-Za-z0-9+/=]*,iv:[A-Za-z0-9+/=]+,tag:[A-Za-z0-9+/=]+,type:\w+\]$/;

function* plaintextUnder(object: WorldObject, field: string) {
  const held = valueAt(object.manifest, field);
  if (typeof held === 'string') yield { object, field, message: 'is a plain text' };
  const hasMac = ENCRYPTED.test(String(valueAt(object.manifest, 'sops.mac')));
  for (const [key, value] of entriesAt(object.manifest, field)) {
    if (hasMac && typeof value === 'string' && ENCRYPTED.test(value)) continue;
    yield { object, field: fieldPath(field, key), message: hasMac ? 'is a value that SOPS has not encrypted' : 'is a value in clear' };
  }
}
