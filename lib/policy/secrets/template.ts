import { entriesAt } from '../../manifest/fields';
import { fieldPath, isMapping, valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';

export const secretTemplate: Rule = {
  id: 'secrets/template',
  title: 'The template of a SealedSecret only puts encrypted values together',
  severity: 'error',
  rationale:
    'spec.template.data looks like a part of what is sealed, but is in the repository as it is; what needs no secret belongs into a ConfigMap (hardening 5, check 7; bad input 73).',
  requirements: ['A15', 'A16'],
  fix: 'seal the value, and read it here as {{ index . "KEY" }}; move what is no secret into a ConfigMap',
  *check(world) {
    for (const object of world.ofType('bitnami.com/SealedSecret')) {
      const encrypted = valueAt(object.manifest, 'spec.encryptedData');
      for (const [key, value] of entriesAt(object.manifest, 'spec.template.data')) {
        const field = fieldPath('spec.template.data', key);
        const read = keysRead(String(value));
        if (read === undefined) yield { object, field, message: 'reads no encrypted value, so it is a plain text' };
        const missing = read?.filter((name) => !isMapping(encrypted) || !Object.hasOwn(encrypted, name)) ?? [];
        if (missing.length > 0) yield { object, field, message: `reads ${missing.join(', ')}, which spec.encryptedData does not hold` };
      }
    }
  },
};

/** `{{ .key }}`, `{{ index . "any-key" }}`: the keys that a template reads, as far as they can be told; undefined if it reads nothing. */
function keysRead(text: string): string[] | undefined {
  const actions = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, action = '']) => action);
  const outside = actions.map((action) => action.replace(/\bindex\s+[.$]\s+["`]([^"`]*)["`]/g, ' .$1 ').replace(/"[^"]*"|`[^`]*`/g, ' '));
  const keys = outside.flatMap((action) => [...action.matchAll(/(?<![^\s(])\$?\.([\w.-]*)/g)].map(([, key = '']) => key));
  return keys.length === 0 ? undefined : keys.filter((key) => key !== '');
}
