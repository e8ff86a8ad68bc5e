import { textAt } from '../../manifest/fields';
import { groupOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { isMissing } from './elsewhere';
import { podsOf } from './label-index';

export const scaleTarget: Rule = {
  id: 'wiring/scale-target',
  title: 'An autoscaler names a workload that exists, and that no other one scales',
  severity: 'error',
  rationale:
    'An autoscaler without a target reports it only in its status; two of them for one target undo each other (hardening 2, Wiring: dangling HorizontalPodAutoscaler).',
  requirements: ['A3', 'B19'],
  fix: 'name apiVersion, kind and name of a workload of the namespace; keep one autoscaler for it',
  *check(world) {
    const scaled = new Map<string, string>();
    for (const [type, field] of Object.entries(SCALERS)) {
      for (const object of world.ofType(type)) {
        const target = targetOf(world, object, field);
        if (target === undefined) continue;
        const message = missing(world, object, target) ?? (changesReplicas(object) ? twice(object, target, scaled) : undefined);
        if (message !== undefined) yield { object, field, message };
      }
    }
  },
};

const SCALERS: Readonly<Record<string, string>> = {
  'autoscaling/HorizontalPodAutoscaler': 'spec.scaleTargetRef',
  'keda.sh/ScaledObject': 'spec.scaleTargetRef',
  'autoscaling.k8s.io/VerticalPodAutoscaler': 'spec.targetRef',
};

/** Kinds that are made by nobody but people: what has another kind may have been made by a controller. */
const WORKLOADS: ReadonlySet<string> = new Set([
  '/ReplicationController',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/CronJob',
]);

interface Target {
  readonly namespace: string;
  readonly type: string;
  readonly name: string;
}

function targetOf(world: World, object: WorldObject, field: string): Target | undefined {
  const reference = valueAt(object.manifest, field);
  const name = textAt(reference, 'name');
  if (name === undefined) return undefined;
  const isKeda = groupOf(object.manifest.apiVersion) === 'keda.sh';
  const apiVersion = textAt(reference, 'apiVersion') ?? (isKeda ? 'apps/v1' : '');
  const kind = textAt(reference, 'kind') ?? (isKeda ? 'Deployment' : '');
  return { namespace: world.namespaceOf(object), type: `${groupOf(apiVersion)}/${kind}`, name };
}

function missing(world: World, object: WorldObject, { namespace, type, name }: Target): string | undefined {
  if (world.tryFind(type, namespace, name) !== undefined) return undefined;
  const sameName = podsOf(world)
    .in(namespace)
    .find((pod) => pod.object.manifest.metadata.name === name)?.object.manifest;
  if (!WORKLOADS.has(type) && sameName === undefined) return undefined;
  if (!isMissing(world, object, namespace, podsOf(world).in(namespace).length > 0)) return undefined;
  const almost = sameName === undefined ? '' : `; there is a ${sameName.kind} of ${sameName.apiVersion} by that name`;
  return `names ${type.replace(/^\//, '')} ${name}, which namespace ${namespace} does not have${almost}`;
}

/** A VerticalPodAutoscaler leaves their number alone. */
function changesReplicas({ manifest }: WorldObject): boolean {
  return manifest.kind !== 'VerticalPodAutoscaler';
}

function twice({ manifest }: WorldObject, { namespace, type, name }: Target, scaled: Map<string, string>): string | undefined {
  const key = `${type} ${namespace}/${name}`;
  const other = scaled.get(key);
  scaled.set(key, `${manifest.kind} ${manifest.metadata.name}`);
  return other && `names ${name}, which ${other} scales already`;
}
