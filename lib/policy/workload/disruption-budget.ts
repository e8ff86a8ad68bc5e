import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { Autoscalers } from '../wiring/autoscalers';
import { podsOf } from '../wiring/label-index';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const budgeted: Rule = {
  id: 'workload/disruption-budget',
  title: 'In a highly available environment a PodDisruptionBudget selects whatever has several replicas',
  severity: 'error',
  rationale:
    'Without one, draining nodes may stop all replicas at once, and having several was for nothing (hardening 2, Pod: PDB exists; bad input 47).',
  requirements: ['A7', 'B26'],
  fix: 'add a PodDisruptionBudget with maxUnavailable: 1 and the selector of the workload',
  *check(world) {
    if (world.facts?.highlyAvailable !== true) return;
    const scalers = new Autoscalers(world);
    const covered = coveredIn(world);
    for (const type of ['apps/Deployment', 'apps/StatefulSet']) {
      for (const object of world.ofType(type)) {
        if (object.unit === undefined || covered.has(object)) continue;
        const { most } = scalers.replicasOf(object);
        if (most >= 2) yield { object, message: `has up to ${most} replicas, and no PodDisruptionBudget selects their pods` };
      }
    }
  },
};

/** Whatever has pods that a budget selects. */
function coveredIn(world: World): ReadonlySet<WorldObject> {
  const budgets = world.ofType('policy/PodDisruptionBudget');
  return new Set(
    budgets.flatMap((budget) =>
      podsOf(world)
        .select(world.namespaceOf(budget), valueAt(budget.manifest, 'spec.selector'))
        .map(({ object }) => object),
    ),
  );
}
