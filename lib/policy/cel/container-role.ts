/** Conditions in CEL of the container `c` of the pod `variables.pod`. */

/** Whether its name is in a list of containers of the pod; names are unique in all of them. */
function isIn(list: string): string {
  return `c.?name.orValue('') in variables.pod.?${list}.orValue([])`;
}

/** Somebody put it into a running pod to look around. */
export const IS_EPHEMERAL = `${isIn('ephemeralContainers')}.map(d, d.?name.orValue('?'))`;

/** It ends before the others begin; those that restart run beside them. */
export const IS_INITIAL = `${isIn('initContainers')}.filter(d, d.?restartPolicy.orValue('') != 'Always').map(d, d.?name.orValue('?'))`;

/** It has ports for callers: not only metrics beside a container that answers for the pod, which must go on if its exporter fails. */
export const SERVES = [
  "c.?ports.orValue([]).exists(p, !p.?name.orValue('').matches('(^|-)metrics$'))",
  'size(c.?ports.orValue([])) > 0 && !variables.pod.?containers.orValue([]).exists(d, has(d.readinessProbe))',
].join(' || ');

/** Kinds whose pods run on, and are replaced a few at a time. */
export const ROLLING_KINDS: readonly string[] = ['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet'];
