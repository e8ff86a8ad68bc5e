import { listAt, numberAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';
import { scaledBy } from './autoscalers';

export const autoscaler: Rule = {
  id: 'wiring/autoscaler',
  title: 'A HorizontalPodAutoscaler has a range, and a target that requests what is measured',
  severity: 'error',
  rationale:
    'Utilization is a share of what containers request: of one that requests nothing there is no share, and nothing is scaled (Kubernetes documentation, Horizontal Pod Autoscaling; hardening 2: HPA min).',
  requirements: ['A3', 'B19'],
  fix: 'set maxReplicas above minReplicas, and let the containers of the target request what is measured',
  *check(world) {
    const ranges = world.ofType('/LimitRange').filter(hasDefaults);
    const defaulted = new Set(ranges.map((range) => world.namespaceOf(range)));
    for (const object of world.ofType('autoscaling/HorizontalPodAutoscaler')) {
      yield* range(object);
      const target = scaledBy(world, object);
      const pod = target && world.tryPods(target);
      if (pod !== undefined && !defaulted.has(pod.namespace)) yield* unmeasured(object, pod);
    }
  },
};

function* range(object: WorldObject): Iterable<Violation> {
  const least = numberAt(object.manifest, 'spec.minReplicas') ?? 1;
  const most = numberAt(object.manifest, 'spec.maxReplicas');
  if (most !== undefined && least > most) yield { object, field: 'spec.minReplicas', message: `is ${least}, above maxReplicas ${most}` };
}

/** A container that says its limit requests as much. */
function* unmeasured(object: WorldObject, pod: PodView): Iterable<Violation> {
  for (const { field, resource, container } of sharesOf(object)) {
    const silent = pod.containers.filter(
      ({ list, name, container: { resources } }) =>
        list === 'containers' &&
        (container ?? name) === name &&
        valueAt(resources, `requests.${resource}`) === undefined &&
        valueAt(resources, `limits.${resource}`) === undefined,
    );
    for (const { name } of silent)
      yield { object, field, message: `is a share of the ${resource} that container ${name} requests, which is none` };
    if (container === undefined || pod.containers.some(({ name }) => name === container)) continue;
    yield { object, field, message: `is of container ${container}, which the pods do not have` };
  }
}

interface Share {
  readonly field: string;
  readonly resource: string;
  /** @default every container */
  readonly container?: string;
}

/** What is measured as a share of requests; without any metric that is the processor. */
function sharesOf({ manifest }: WorldObject): Share[] {
  const metrics = listAt(manifest, 'spec.metrics');
  if (metrics.length === 0) return [{ field: 'spec', resource: 'cpu' }];
  return metrics.flatMap((metric, index) =>
    ['resource', 'containerResource'].flatMap((key) => {
      const resource = textAt(metric, `${key}.name`);
      if (resource === undefined || textAt(metric, `${key}.target.type`) !== 'Utilization') return [];
      const container = textAt(metric, `${key}.container`);
      return [{ field: `spec.metrics[${index}].${key}`, resource, ...(container !== undefined && { container }) }];
    }),
  );
}

function hasDefaults({ manifest }: WorldObject): boolean {
  return listAt(manifest, 'spec.limits').some(
    (limit) =>
      valueAt(limit, 'type') === 'Container' && (valueAt(limit, 'defaultRequest.cpu') ?? valueAt(limit, 'default.cpu')) !== undefined,
  );
}
