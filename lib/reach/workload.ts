import { listAt } from '../manifest/fields';
import { groupBy } from '../manifest/group-by';
import { typeOf } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import { POD_TYPES, podSpecPath } from '../manifest/pod-template';
import { type Endpoint, endpointOf, imaginedPods, isBare } from './endpoint';
import type { ReachObject, ReachProblem } from './reach-world';

/** Pods by what they count as. */
export interface Workload {
  /** `namespace/Kind/name` */
  readonly key: string;
  /** More than one where several objects count as one: a StatefulSet and its running pods. */
  readonly endpoints: readonly Endpoint[];
}

/** The workloads of some objects, by key and in its order. */
export function workloadsOf(objects: readonly ReachObject[]): Map<string, Workload> {
  const endpoints = objects.flatMap((object) => endpointOf(object) ?? []);
  const workloads = [...groupBy(endpoints, ({ workload }) => workload)].sort(([one], [other]) => compareText(one, other));
  return new Map(workloads.map(([key, pods]) => [key, { key, endpoints: pods }]));
}

/** Pods of a namespace of which nothing is known, as one workload. @param key what they are called in answers */
export function unseenWorkload(key: string, namespace: string): Workload {
  return { key, endpoints: [imaginedPods({ workload: key, namespace })] };
}

/** Objects that make pods of which nothing is said. */
export function workloadProblems(objects: readonly ReachObject[]): ReachProblem[] {
  return objects
    .filter(({ manifest }) => isBare(manifest))
    .map((object) => ({
      object,
      field: podSpecPath(object.manifest) ?? '',
      message: 'is missing, so that nothing is known of its pods',
    }));
}

/** Objects of other kinds that look as if they made pods: who these reach nobody can tell. */
export function undecidedWorkloads(objects: readonly ReachObject[]): ReachProblem[] {
  return objects.flatMap((object) => {
    if (!looksLikeWorkload(object.manifest)) return [];
    const { apiVersion, kind } = object.manifest;
    return [{ object, field: 'spec.template', message: `is of pods that a ${kind} of ${apiVersion} makes, which is not understood` }];
  });
}

function looksLikeWorkload(manifest: Manifest): boolean {
  return !POD_TYPES.includes(typeOf(manifest)) && listAt(manifest, 'spec.template.spec.containers').length > 0;
}
