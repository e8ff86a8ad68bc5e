import { groupOf } from './identity';
import type { Manifest } from './manifest';

/**
 * Argo CD's order of kinds inside one wave (gitops-engine, pkg/sync/sync_tasks.go).
 * Kinds that are not listed, custom resources first of all, come after these.
 */
const KIND_ORDER = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];
const KIND_RANK: ReadonlyMap<string, number> = new Map(KIND_ORDER.map((kind, rank) => [kind, rank]));
const PHASE_RANK: ReadonlyMap<string, number> = new Map(
  ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'PreDelete', 'PostDelete'].map((phase, rank) => [phase, rank]),
);

export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
export const HOOK = 'argocd.argoproj.io/hook';

/** The wave that Argo CD applies the object in; 0 where none is given or the annotation is no integer. */
export function syncWave({ metadata }: Manifest): number {
  const wave = metadata.annotations?.[SYNC_WAVE];
  return wave !== undefined && /^[+-]?\d+$/.test(wave) ? Number(wave) : 0;
}

/** The order in which Argo CD applies the objects of one Application: phase, wave, kind, name. Total: equal only if identical. */
export function compareInApplication(a: Manifest, b: Manifest): number {
  // Most objects carry neither a hook nor a wave, and sorting asks often.
  const isPlain = a.metadata.annotations === undefined && b.metadata.annotations === undefined;
  return (
    (isPlain ? 0 : compareSteps(a, b)) ||
    kindRank(a) - kindRank(b) ||
    compareText(a.kind, b.kind) ||
    compareText(a.metadata.name, b.metadata.name) ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(groupOf(a.apiVersion), groupOf(b.apiVersion))
  );
}

/** By the step of a sync that objects belong to: phase, then wave. Argo CD waits for one step to be healthy before the next. */
export function compareSteps(a: Manifest, b: Manifest): number {
  return phaseRank(a) - phaseRank(b) || syncWave(a) - syncWave(b);
}

/** The step as people write it: `wave -1`, `PreSync wave 0`. */
export function spokenStep(manifest: Manifest): string {
  const hook = manifest.metadata.annotations?.[HOOK];
  return `${hook === undefined ? '' : `${hook} `}wave ${syncWave(manifest)}`;
}

/** By code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function kindRank({ kind }: Manifest): number {
  return KIND_RANK.get(kind) ?? KIND_ORDER.length;
}

function phaseRank({ metadata }: Manifest): number {
  return PHASE_RANK.get(metadata.annotations?.[HOOK]?.split(',')[0]?.trim() ?? 'Sync') ?? 1;
}

/**
 * Waves from declared dependencies: what others wait for goes before them, everything else stays in wave 0.
 * (Down and not up, so that an object which is judged by another one's health, such as an autoscaler, never waits a wave ahead of it.)
 * @returns the wave of each node, or the nodes of a circle in order, the first repeated at the end
 */
export function wavesFrom<T>(dependencies: ReadonlyMap<T, readonly T[]>): { waves: Map<T, number> } | { circle: T[] } {
  const dependents = new Map<T, T[]>();
  for (const [node, prerequisites] of dependencies) {
    for (const prerequisite of prerequisites) dependents.set(prerequisite, [...(dependents.get(prerequisite) ?? []), node]);
  }

  const waves = new Map<T, number>();
  const path: T[] = [];
  let circle: T[] | undefined;
  const waveOf = (node: T): number => {
    const known = waves.get(node);
    if (known !== undefined) return known;
    if (path.includes(node)) {
      circle ??= [...path.slice(path.indexOf(node)), node].reverse();
      return 0;
    }
    path.push(node);
    const wave = Math.min(0, ...(dependents.get(node) ?? []).map((dependent) => waveOf(dependent) - 1));
    path.pop();
    waves.set(node, wave);
    return wave;
  };
  for (const node of [...dependencies.keys(), ...dependents.keys()]) waveOf(node);
  return circle ? { circle } : { waves };
}
