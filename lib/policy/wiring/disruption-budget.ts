import { spokenName, typeOf } from '../../manifest/identity';
import { isMapping, valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { Autoscalers } from './autoscalers';
import { isMissing } from './elsewhere';
import { podsOf } from './label-index';
import { spokenSelector } from './label-selector';

export const disruptionBudget: Rule = {
  id: 'wiring/disruption-budget',
  title: 'A PodDisruptionBudget selects pods, and lets at least one of them go',
  severity: 'error',
  rationale:
    'A budget of zero blocks every drain of a node until somebody deletes it at night; one that selects nothing protects nothing (hardening 2, Pod: PDB exists, not zero).',
  requirements: ['A3', 'B7'],
  fix: 'set maxUnavailable: 1 and the selector of the workload, or give it more replicas',
  *check(world) {
    const scalers = new Autoscalers(world);
    const claims = new Map<WorldObject, WorldObject>();
    for (const object of world.ofType('policy/PodDisruptionBudget')) {
      const pods = podsOf(world).select(world.namespaceOf(object), valueAt(object.manifest, 'spec.selector'));
      yield* pods.length === 0 ? nothingSelected(world, object) : impossible(object, replicasOf(pods, scalers));
      yield* shared(object, pods, claims);
    }
  },
};

function* nothingSelected(world: World, object: WorldObject): Iterable<Violation> {
  const namespace = world.namespaceOf(object);
  const selector = valueAt(object.manifest, 'spec.selector');
  if (!isMissing(world, object, namespace, podsOf(world).in(namespace).length > 0)) return;
  const wanted = isMapping(selector) ? `none of namespace ${namespace} has ${spokenSelector(selector)}` : 'it has no selector';
  yield { object, field: 'spec.selector', message: `selects no pods: ${wanted}` };
}

const COUNTED: ReadonlySet<string> = new Set(['/ReplicationController', 'apps/Deployment', 'apps/ReplicaSet', 'apps/StatefulSet']);

/** How few pods there may be; undefined where nothing here tells, as for one on each node. */
function replicasOf(pods: readonly PodView[], scalers: Autoscalers): number | undefined {
  if (!pods.every(({ object }) => COUNTED.has(typeOf(object.manifest)))) return undefined;
  return pods.reduce((sum, { object }) => sum + scalers.replicasOf(object).least, 0);
}

function* impossible(object: WorldObject, replicas: number | undefined): Iterable<Violation> {
  const unavailable = valueAt(object.manifest, 'spec.maxUnavailable');
  if (unavailable === 0 || share(unavailable) === 0) {
    yield { object, field: 'spec.maxUnavailable', message: `is ${unavailable}, so no pod may ever be moved` };
  }
  const available = valueAt(object.manifest, 'spec.minAvailable');
  const wanted = share(available);
  if (wanted !== undefined && wanted >= 100)
    yield { object, field: 'spec.minAvailable', message: `is ${available}, so no pod may ever be moved` };
  else if (replicas !== undefined && replicas > 0 && least(available, replicas) >= replicas) {
    yield { object, field: 'spec.minAvailable', message: `is ${available} of ${replicas}, so no pod may ever be moved` };
  }
}

/** Shares are rounded up (Kubernetes documentation, disruptions: rounding logic). */
function least(available: unknown, replicas: number): number {
  const wanted = share(available);
  if (wanted !== undefined) return Math.ceil((wanted * replicas) / 100);
  return typeof available === 'number' ? available : 0;
}

/** The number of a percentage. */
function share(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

/** Eviction of a pod with two budgets is refused by the API server. */
function* shared(object: WorldObject, pods: readonly PodView[], claims: Map<WorldObject, WorldObject>): Iterable<Violation> {
  for (const { object: workload } of pods) {
    const other = claims.get(workload);
    claims.set(workload, object);
    if (other === undefined) continue;
    const message = `selects the pods of ${spokenName(workload.manifest)}, as ${other.manifest.metadata.name} does: one with two budgets cannot be evicted`;
    yield { object, field: 'spec.selector', message };
  }
}
