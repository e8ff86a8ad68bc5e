import { POOL } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { condition, type Live, read } from './check';
import { standing } from './delivered';

export interface NodeStatus {
  readonly name: string;
  readonly ready: boolean;
  /** Empty for nodes of no pool. */
  readonly pool: string;
  readonly architecture: string;
}

export interface NamespaceStatus {
  readonly name: string;
  /** Pods by phase. */
  readonly pods: Readonly<Record<string, number>>;
  readonly restarts: number;
  readonly notReady: readonly { readonly pod: string; readonly reason: string }[];
}

export interface ClusterStatus {
  readonly nodes: readonly NodeStatus[];
  readonly namespaces: readonly NamespaceStatus[];
  /** Claims that have no volume yet. */
  readonly pendingClaims: readonly { readonly claim: string; readonly storageClass: string }[];
  readonly applications: readonly { readonly name: string; readonly sync: string; readonly health: string }[];
  /** What could not be read, and why. */
  readonly unread: readonly { readonly what: string; readonly reason: string }[];
}

const EVERYWHERE = '--all-namespaces';

/** Everything that is read of a cluster, by what it is called, and how kubectl is asked for it. */
const PARTS = {
  nodes: ['nodes'],
  pods: ['pods', EVERYWHERE],
  claims: ['persistentvolumeclaims', EVERYWHERE],
  Applications: ['applications.argoproj.io', EVERYWHERE],
} as const;

/** Whether there is nothing to say of a cluster at all. */
export function isUnreadable({ unread }: ClusterStatus): boolean {
  return unread.length === Object.keys(PARTS).length;
}

/** How a cluster is doing, as far as it lets itself be read. */
export async function clusterStatusOf(kubectl: Kubectl): Promise<ClusterStatus> {
  const unread: { what: string; reason: string }[] = [];
  const list = async (what: keyof typeof PARTS): Promise<readonly Live[]> => {
    const objects = await read(kubectl, ...PARTS[what]);
    if (typeof objects !== 'string') return objects;
    unread.push({ what, reason: objects });
    return [];
  };
  const nodes = await list('nodes');
  const pods = await list('pods');
  const claims = await list('claims');
  const applications = await list('Applications');
  return {
    nodes: nodes.map(nodeStatus),
    namespaces: namespacesOf(pods),
    pendingClaims: claims.filter(({ status }) => status?.phase !== 'Bound').map(claimStatus),
    applications: applications.map((one) => ({ name: one.metadata.name, ...standing(one) })),
    unread,
  };
}

function nodeStatus(node: Live): NodeStatus {
  const labels = node.metadata.labels ?? {};
  const ready = condition(node, 'Ready')?.status === 'True';
  return { name: node.metadata.name, ready, pool: labels[POOL] ?? '', architecture: labels['kubernetes.io/arch'] ?? '' };
}

function claimStatus({ metadata, spec }: Live): ClusterStatus['pendingClaims'][number] {
  return { claim: `${metadata.namespace}/${metadata.name}`, storageClass: spec?.storageClassName ?? '' };
}

function namespacesOf(pods: readonly Live[]): NamespaceStatus[] {
  const names = [...new Set(pods.map(({ metadata }) => metadata.namespace ?? ''))].sort();
  return names.map((name) =>
    namespaceStatus(
      name,
      pods.filter(({ metadata }) => metadata.namespace === name),
    ),
  );
}

function namespaceStatus(name: string, pods: readonly Live[]): NamespaceStatus {
  const phases: Record<string, number> = {};
  for (const { status } of pods) phases[status?.phase ?? 'Unknown'] = (phases[status?.phase ?? 'Unknown'] ?? 0) + 1;
  const restarts = pods.flatMap(containersOf).reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  const notReady = pods.filter(isNotReady).map((pod) => ({ pod: pod.metadata.name, reason: reasonOf(pod) }));
  return { name, pods: phases, restarts, notReady };
}

interface ContainerStatus {
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string }; readonly terminated?: { readonly reason?: string } };
}

function containersOf({ status }: Live): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** Pods that are done need not be ready. */
function isNotReady(pod: Live): boolean {
  return pod.status?.phase !== 'Succeeded' && condition(pod, 'Ready')?.status !== 'True';
}

function reasonOf(pod: Live): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'is being deleted';
  const [waiting] = containersOf(pod).flatMap(({ state }) => state?.waiting?.reason ?? state?.terminated?.reason ?? []);
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.status === 'False') return [scheduled.reason, scheduled.message].filter(Boolean).join(': ');
  return waiting ?? pod.status?.reason ?? condition(pod, 'Ready')?.message ?? String(pod.status?.phase ?? 'Unknown');
}
