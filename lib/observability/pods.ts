import type { Subject } from './alert';

/** Matchers of the metrics of pods, e.g. `namespace="kfm-api",container="kfm-api"`. */
export type Pods = string;

/** The pods of a Deployment, by their container: other programs of the component have pods whose names begin alike. */
export function deploymentPods({ name, namespace }: Subject): Pods {
  return `namespace="${namespace}",container="${name}"`;
}

/** The pods of a StatefulSet, by their numbers. */
export function statefulSetPods({ name, namespace }: Subject): Pods {
  return `namespace="${namespace}",pod=~"${name}-[0-9]+",container!=""`;
}

/** Pods that start, fail and are held back. Over five minutes, because between two attempts a pod is not waiting. */
export function crashLooping(pods: Pods): string {
  return `max by (pod) (max_over_time(kube_pod_container_status_waiting_reason{${pods},reason="CrashLoopBackOff"}[5m])) > 0`;
}

/** Restarts within a time, by pod. */
export function restarts(pods: Pods, window: string): string {
  return `sum by (pod) (increase(kube_pod_container_status_restarts_total{${pods}}[${window}]))`;
}
