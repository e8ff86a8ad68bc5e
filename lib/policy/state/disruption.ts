import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { selects } from '../wiring/label-selector';
import { canonicalStores } from './store';

export const disruption: Rule = {
  id: 'state/disruption',
  title: 'A PodDisruptionBudget covers the pods of canonical stores',
  severity: 'error',
  rationale: 'Without one, draining nodes may stop all pods of a store at once while they write (requirement B7).',
  requirements: ['B7'],
  fix: 'let lib/store make it, which brings a budget with the selector of its pods',
  *check(world) {
    const budgets = world.ofType('policy/PodDisruptionBudget');
    for (const { name, objects } of canonicalStores(world)) {
      const members = new Set(objects);
      for (const { object, namespace, labels } of world.pods) {
        if (!members.has(object) || typeOf(object.manifest) !== 'apps/StatefulSet') continue;
        const isCovered = budgets.some((budget) => {
          return world.namespaceOf(budget) === namespace && selects(valueAt(budget.manifest, 'spec.selector'), labels);
        });
        if (!isCovered) yield { object, message: `keeps the canonical data of ${name}, and no PodDisruptionBudget selects its pods` };
      }
    }
  },
};
