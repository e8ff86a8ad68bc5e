import { listAt, textAt } from '../../manifest/fields';
import type { Rule } from '../rule';

/** Not in CEL, whose subset compares each variable with each other one; the API server refuses such lists in server-side apply. */
export const env: Rule = {
  id: 'workload/env',
  title: 'A container has no environment variable twice',
  severity: 'error',
  rationale:
    'The last one wins, so a value that reviewers read is not the one that runs, and server-side apply refuses the list (Kubernetes: EnvVar, a list by name).',
  requirements: ['A2', 'B19'],
  fix: 'keep one of them',
  *check(world) {
    for (const { object, containers } of world.pods) {
      for (const { path, container } of containers) {
        for (const [index, first, name] of repeated(container)) {
          yield { object, field: `${path}.env[${index}].name`, message: `is "${name}", as env[${first}] is` };
        }
      }
    }
  },
};

/** Variables with a name that an earlier one has: their place, that of the first, the name. */
function* repeated(container: unknown): Iterable<[index: number, first: number, name: string]> {
  const places = new Map<string, number>();
  for (const [index, variable] of listAt(container, 'env').entries()) {
    const name = textAt(variable, 'name');
    if (name === undefined) continue;
    const first = places.get(name);
    if (first === undefined) places.set(name, index);
    else yield [index, first, name];
  }
}
