import type { Rule } from '../rule';
import { sealingScope } from './sealing-scope';

export const secretScope: Rule = {
  id: 'secrets/scope',
  title: 'Ciphertext is bound to one name and namespace, and a SealedSecret says the same scope in both places',
  severity: 'error',
  rationale:
    'Wider ciphertext can be copied into a namespace of one’s own and read there. The controller opens by the annotations of the SealedSecret and kubeseal seals by those of its template (hardening 5, check 5; bad input 70).',
  requirements: ['A16', 'A35'],
  fix: 'seal it again in strict scope: npm run seal',
  *check(world) {
    for (const object of world.ofType('bitnami.com/SealedSecret')) {
      const own = sealingScope(object.manifest);
      const templates = sealingScope(object.manifest, 'spec.template.metadata');
      if (own !== templates)
        yield { object, field: 'metadata.annotations', message: `say ${own}, those of spec.template.metadata say ${templates}` };
      const widest = [own, templates].find((found) => found !== 'strict');
      if (world.purpose !== 'development' && widest !== undefined)
        yield { object, field: 'metadata.annotations', message: `ask for ${widest} scope; ${world.purpose} takes strict scope only` };
    }
  },
};
