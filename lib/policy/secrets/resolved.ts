import type { Rule, Violation } from '../rule';
import { type SecretReference, secretReferences } from './secret-reference';
import { type SecretSource, SecretSources } from './secret-source';

export const resolvedSecret: Rule = {
  id: 'secrets/resolved',
  title: 'Exactly one source brings each Secret that is read, with the keys that are read of it',
  severity: 'error',
  rationale:
    'Pods wait for a Secret or a key that does not come, Ingresses and Gateways serve a wrong certificate; two sources write over each other for ever (hardening 5, check 9; bad input 72).',
  requirements: ['A16', 'A45', 'B28'],
  fix: 'declare the Secret in envs, seal it with the keys that are read, or mend the name',
  *check(world) {
    const sources = new SecretSources(world);
    const namespaces = new Set(world.ofType('/Namespace').map(({ manifest }) => manifest.metadata.name));
    for (const reference of secretReferences(world)) {
      const { object, field, namespace, name, optional } = reference;
      if (optional) continue;
      const found = sources.of(namespace, name);
      const isExpected = object.unit !== undefined || namespaces.has(namespace) || sources.hasAnyIn(namespace);
      if (found.length > 0) yield* missingKeys(reference, found);
      else if (isExpected) yield { object, field, message: `names the Secret ${placeOf(reference)}, which nothing brings` };
    }
    for (const same of sources.all()) yield* doubles(same);
  },
};

function placeOf({ namespace, name }: Pick<SecretSource, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

function* missingKeys(reference: SecretReference, found: readonly SecretSource[]): Iterable<Violation> {
  const brought = new Set<string>();
  for (const { keys } of found) {
    if (keys === undefined) return;
    for (const key of keys) brought.add(key);
  }
  const missing = reference.keys?.filter((key) => !brought.has(key)) ?? [];
  if (missing.length === 0) return;
  const has = brought.size === 0 ? 'no key' : [...brought].sort().join(', ');
  const { object, field } = reference;
  yield { object, field, message: `reads ${missing.join(', ')} of the Secret ${placeOf(reference)}, which has ${has}` };
}

function* doubles([first, ...others]: readonly SecretSource[]): Iterable<Violation> {
  for (const other of others) {
    const object = other.object ?? first?.object;
    if (first === undefined || object === undefined) continue;
    const rival = other.object === undefined ? `what is declared as ${other.declared}` : first.object?.key;
    yield { object, message: `brings the Secret ${placeOf(other)}, and so does ${rival}` };
  }
}
