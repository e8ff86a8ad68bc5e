import { groupOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { textAt } from './field';
import type { Surroundings } from './surroundings';

export interface Replicas {
  readonly least: number;
  readonly most: number;
}

/** How many pods a workload has: what it says, or what its autoscaler may make of it. */
export function replicasOf(workload: Manifest, around: Surroundings): Replicas {
  const scaler = scalersIn(workload.metadata.namespace, around).find((object) => scales(object, workload));
  if (scaler === undefined) {
    const own = numberAt(workload, 'spec.replicas') ?? 1;
    return { least: own, most: own };
  }
  return { least: numberAt(scaler, 'spec.minReplicas') ?? 1, most: numberAt(scaler, 'spec.maxReplicas') ?? 1 };
}

function scalersIn(namespace: string | undefined, around: Surroundings): readonly Manifest[] {
  return around.once(`autoscalers of ${namespace}`, () => around.in(namespace).filter(({ kind }) => kind === 'HorizontalPodAutoscaler'));
}

function scales(scaler: Manifest, { apiVersion, kind, metadata }: Manifest): boolean {
  const target = (field: string): string => textAt(scaler, `spec.scaleTargetRef.${field}`) ?? '';
  return target('kind') === kind && target('name') === metadata.name && groupOf(target('apiVersion')) === groupOf(apiVersion);
}

export function numberAt(value: unknown, path: string): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** How many pods more than its replicas a Deployment has while it rolls. */
export function surgeOf(workload: Manifest, most: number): number {
  if (workload.kind !== 'Deployment' || textAt(workload, 'spec.strategy.type') === 'Recreate') return 0;
  const surge = valueAt(workload, 'spec.strategy.rollingUpdate.maxSurge') ?? '25%';
  if (typeof surge === 'number') return most === 0 ? 0 : surge;
  const percent = /^(\d+)%$/.exec(String(surge))?.[1];
  return percent === undefined ? 0 : Math.ceil((most * Number(percent)) / 100);
}
