import { condition, type Live } from '../verify/check';
import { type Facts, list } from './facts';
import { type About, aboutOf } from './finding';
import type { Labels } from './labels';

/** What a container of a pod is doing. */
export interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: Ended; readonly terminated?: Ended };
  readonly lastState?: { readonly terminated?: Ended };
}

interface Ended {
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode?: number;
}

export function containersOf({ status }: Live): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** Pods that are done, or on their way out, need nothing. */
export function isActive({ metadata, status }: Live): boolean {
  return metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

export function isReady(pod: Live): boolean {
  return isActive(pod) && condition(pod, 'Ready')?.status === 'True';
}

interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly controller?: boolean;
}

export function controllerOf({ metadata }: Live): Owner | undefined {
  const { ownerReferences = [] } = metadata as { ownerReferences?: readonly Owner[] };
  return ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
}

/** What a pod counts as: its Deployment, StatefulSet, DaemonSet or Job, or itself. */
function workloadOf(replicaSets: ReadonlyMap<string, Live>, pod: Live): About {
  const { namespace = '' } = pod.metadata;
  const owner = controllerOf(pod);
  if (owner === undefined || owner.kind === 'Node') return aboutOf(pod);
  if (owner.kind !== 'ReplicaSet') return { kind: owner.kind, namespace, name: owner.name };
  const set = replicaSets.get(`${namespace}/${owner.name}`);
  const above = set && controllerOf(set);
  return { kind: above?.kind ?? 'ReplicaSet', namespace, name: above?.name ?? owner.name };
}

/** Pods by the workload they count as, in the order in which they come. */
export function byWorkload(facts: Facts, pods: readonly Live[]): Map<string, { readonly about: About; readonly pods: readonly Live[] }> {
  const replicaSets = new Map(list(facts, 'replicaSets').map((set) => [`${set.metadata.namespace}/${set.metadata.name}`, set]));
  const groups = new Map<string, { about: About; pods: Live[] }>();
  for (const pod of pods) {
    const about = workloadOf(replicaSets, pod);
    const key = `${about.namespace}/${about.kind}/${about.name}`;
    const group = groups.get(key) ?? { about, pods: [] };
    group.pods.push(pod);
    groups.set(key, group);
  }
  return groups;
}

/** A pod template and how many pods are wanted of it. */
export interface Template {
  readonly about: About;
  readonly labels: Labels;
  // biome-ignore lint/suspicious/noExplicitAny: a pod's spec, as the server or dist has it
  readonly spec: any;
  readonly wanted: number;
}

/** Workloads whose pods stay. */
export function templatesOf(workloads: readonly Live[]): Template[] {
  return workloads.map((workload) => ({
    about: aboutOf(workload),
    labels: workload.spec?.template?.metadata?.labels ?? {},
    spec: workload.spec?.template?.spec ?? {},
    wanted: workload.kind === 'DaemonSet' ? Number(workload.status?.desiredNumberScheduled ?? 1) : Number(workload.spec?.replicas ?? 1),
  }));
}

export function liveWorkloads(facts: Facts): readonly Live[] {
  return [...list(facts, 'deployments'), ...list(facts, 'statefulSets'), ...list(facts, 'daemonSets')];
}
