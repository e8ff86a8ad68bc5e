import type { LaidOut } from '../../manifest/layout';
import { valueAt } from '../../manifest/manifest';
import { amountOf } from '../amount';
import { type Container, type Workload, workloadsOf } from './pods';

/** Amounts by the names that a ResourceQuota has for them: `requests.cpu` in cores, `pods` in pieces. */
export type Amounts = Readonly<Record<string, number>>;

/** What a container without requests and limits gets, as `defaultRequest` and `default` of a LimitRange. */
interface Defaults {
  readonly requests: Readonly<Record<string, unknown>>;
  readonly limits: Readonly<Record<string, unknown>>;
}

/**
 * The most that the workloads of each namespace take: autoscalers at their maximum, every Deployment in the middle of a
 * rollout, every Job and every CronJob that is not suspended running. `limited` are the objects whose LimitRanges count.
 */
export function usageOf(objects: readonly LaidOut[], limited: readonly LaidOut[] = objects): Map<string, Amounts> {
  const usage = new Map<string, Record<string, number>>();
  for (const workload of workloadsOf(objects)) {
    const pods = podsOf(workload, objects);
    const own = usage.get(workload.namespace) ?? {};
    const one = { ...podAmounts(workload, defaultsOf(workload.namespace, limited)), pods: 1 };
    for (const [resource, amount] of Object.entries(one)) own[resource] = (own[resource] ?? 0) + amount * pods;
    const storage = storageOf(workload);
    if (storage > 0) own['requests.storage'] = (own['requests.storage'] ?? 0) + storage * pods;
    usage.set(workload.namespace, own);
  }
  return usage;
}

const DEFAULT_SURGE = '25%';

function podsOf({ manifest }: Workload, objects: readonly LaidOut[]): number {
  if (manifest.kind === 'Job') return Number(valueAt(manifest, 'spec.parallelism') ?? 1);
  if (manifest.kind === 'CronJob') {
    return valueAt(manifest, 'spec.suspend') === true ? 0 : Number(valueAt(manifest, 'spec.jobTemplate.spec.parallelism') ?? 1);
  }
  const autoscaler = objects.find(
    ({ manifest: one }) =>
      one.kind === 'HorizontalPodAutoscaler' &&
      one.metadata.namespace === manifest.metadata.namespace &&
      valueAt(one, 'spec.scaleTargetRef.kind') === manifest.kind &&
      valueAt(one, 'spec.scaleTargetRef.name') === manifest.metadata.name,
  );
  const replicas = Number(valueAt(autoscaler?.manifest, 'spec.maxReplicas') ?? valueAt(manifest, 'spec.replicas') ?? 1);
  return replicas + (manifest.kind === 'Deployment' ? surgeOf(valueAt(manifest, 'spec.strategy'), replicas) : 0);
}

/** Pods that a rollout adds for a while. */
function surgeOf(strategy: unknown, replicas: number): number {
  if (valueAt(strategy, 'type') === 'Recreate') return 0;
  const surge = String(valueAt(strategy, 'rollingUpdate.maxSurge') ?? DEFAULT_SURGE);
  return surge.endsWith('%') ? Math.ceil((replicas * Number.parseInt(surge, 10)) / 100) : Number(surge);
}

/** Containers run together; init containers one after the other before them, so the greatest counts. */
function podAmounts({ pod }: Workload, defaults: Defaults): Record<string, number> {
  const amounts: Record<string, number> = {};
  for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
    for (const kind of ['requests', 'limits'] as const) {
      const of = (container: Container): number => amountOf(container.resources?.[kind]?.[resource] ?? defaults[kind][resource]);
      const together = pod.containers.reduce((sum, container) => sum + of(container), 0);
      amounts[`${kind}.${resource}`] = Math.max(together, ...(pod.initContainers ?? []).map(of));
    }
  }
  return amounts;
}

function defaultsOf(namespace: string, objects: readonly LaidOut[]): Defaults {
  const limits = objects.flatMap(({ manifest }) =>
    manifest.kind === 'LimitRange' && manifest.metadata.namespace === namespace
      ? ((valueAt(manifest, 'spec.limits') ?? []) as unknown[])
      : [],
  );
  const container = limits.find((limit) => valueAt(limit, 'type') === 'Container');
  const at = (key: string): Readonly<Record<string, unknown>> => (valueAt(container, key) ?? {}) as Record<string, unknown>;
  return { requests: at('defaultRequest'), limits: at('default') };
}

function storageOf({ manifest, pod }: Workload): number {
  const claims = (valueAt(manifest, 'spec.volumeClaimTemplates') ?? []) as readonly unknown[];
  const ephemeral = (pod.volumes ?? []).map((volume) => valueAt(volume, 'ephemeral.volumeClaimTemplate'));
  return [...claims, ...ephemeral].reduce<number>((sum, claim) => sum + amountOf(valueAt(claim, 'spec.resources.requests.storage')), 0);
}
