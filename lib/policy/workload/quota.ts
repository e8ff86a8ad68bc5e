import { entriesAt, listAt } from '../../manifest/fields';
import { groupBy } from '../../manifest/group-by';
import { valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';

export const quota: Rule = {
  id: 'workload/quota',
  title: 'Every namespace has a quota, and limits for containers that name none',
  severity: 'error',
  rationale:
    'One namespace could otherwise take the whole cluster, and a pod that forgets its limits all of a node; under a quota it is refused (hardening 2, Namespace; NSA C-0009; bad input 47).',
  requirements: ['A11', 'A32'],
  fix: 'let lib/tenancy/trust-zone.ts make the namespace, which brings both; the amounts are in envs/<environment>',
  *check(world) {
    const quotas = groupBy(world.ofType('/ResourceQuota'), (object) => world.namespaceOf(object));
    const ranges = groupBy(world.ofType('/LimitRange'), (object) => world.namespaceOf(object));
    for (const object of world.ofType('/Namespace')) {
      if (object.unit === undefined) continue;
      const { name } = object.manifest.metadata;
      yield* unlimited(object, quotas.get(name) ?? []);
      yield* withoutDefaults(object, ranges.get(name) ?? []);
    }
  },
};

const LIMITED = ['requests.cpu', 'requests.memory', 'limits.memory', 'pods'];

/** What workload/resources asks of every container. */
const DEFAULTS = {
  defaultRequest: ['cpu', 'memory', 'ephemeral-storage'],
  default: ['memory', 'ephemeral-storage'],
} as const;

/** Quotas add up, but one with scopes is of some pods only. */
function* unlimited(object: WorldObject, quotas: readonly WorldObject[]): Iterable<Violation> {
  const general = quotas.filter(({ manifest }) => {
    return listAt(manifest, 'spec.scopes').length === 0 && valueAt(manifest, 'spec.scopeSelector') === undefined;
  });
  const hard = new Set(general.flatMap(({ manifest }) => keysAt(manifest, 'spec.hard')));
  const missing = LIMITED.filter((resource) => !hard.has(resource));
  if (missing.length > 0) yield { object, message: `has no ResourceQuota of all its pods for ${missing.join(', ')}` };
}

function* withoutDefaults(object: WorldObject, ranges: readonly WorldObject[]): Iterable<Violation> {
  const items = ranges.flatMap(({ manifest }) => listAt(manifest, 'spec.limits')).filter((item) => valueAt(item, 'type') === 'Container');
  for (const [field, resources] of Object.entries(DEFAULTS)) {
    const given = new Set(items.flatMap((item) => keysAt(item, field)));
    const missing = resources.filter((resource) => !given.has(resource));
    if (missing.length > 0) yield { object, message: `has no LimitRange with ${field} of ${missing.join(', ')} for containers` };
  }
}

function keysAt(value: unknown, path: string): string[] {
  return entriesAt(value, path).map(([key]) => key);
}
