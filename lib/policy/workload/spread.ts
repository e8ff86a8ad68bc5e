import { listAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import { Autoscalers } from '../wiring/autoscalers';
import { selects } from '../wiring/label-selector';

/** Kinds with replicas that the scheduler may put on one node. */
const KINDS = new Set(['apps/Deployment', 'apps/StatefulSet']);

export const spread: Rule = {
  id: 'workload/spread',
  title: 'In a highly available production replicas are spread over nodes',
  severity: 'error',
  rationale: 'Replicas that share a node are lost with it (hardening 2, anti-affinity and topology spread; source 001, highly available).',
  requirements: ['A7', 'B26'],
  fix: "add topologySpreadConstraints, or a podAntiAffinity, whose labelSelector matches the pods' own labels",
  *check(world) {
    if (world.facts?.highlyAvailable !== true || world.purpose !== 'production') return;
    const scalers = new Autoscalers(world);
    for (const pod of world.pods) {
      const { object, path } = pod;
      if (!KINDS.has(typeOf(object.manifest)) || isSpread(pod)) continue;
      const { most } = scalers.replicasOf(object);
      if (most < 2) continue;
      const field = `${path}.topologySpreadConstraints`;
      yield { object, field, message: `spreads none of up to ${most} replicas, and no podAntiAffinity does` };
    }
  },
};

const ANTI_AFFINITY = 'affinity.podAntiAffinity';

/** Whether something keeps pods like this one apart. */
function isSpread({ spec, labels }: PodView): boolean {
  const apart = [
    ...listAt(spec, 'topologySpreadConstraints'),
    ...listAt(spec, `${ANTI_AFFINITY}.requiredDuringSchedulingIgnoredDuringExecution`),
    ...listAt(spec, `${ANTI_AFFINITY}.preferredDuringSchedulingIgnoredDuringExecution`).map((term) => valueAt(term, 'podAffinityTerm')),
  ];
  // A term without a selector counts no pods at all.
  return apart.some((term) => selects(valueAt(term, 'labelSelector'), labels));
}
