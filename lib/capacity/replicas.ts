import { numberAt, textAt } from '../manifest/fields';
import { groupOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';

export interface Replicas {
  readonly least: number;
  readonly most: number;
}

/** How many pods a workload has: what it says, or what its autoscaler, one of those of its namespace, may make of it. */
export function replicasOf(workload: Manifest, scalers: readonly Manifest[]): Replicas {
  const scaler = scalers.find((object) => scales(object, workload));
  if (scaler === undefined) {
    const own = numberAt(workload, 'spec.replicas') ?? 1;
    return { least: own, most: own };
  }
  return { least: numberAt(scaler, 'spec.minReplicas') ?? 1, most: numberAt(scaler, 'spec.maxReplicas') ?? 1 };
}

/** The autoscalers among objects. */
export function scalersAmong(objects: readonly Manifest[]): readonly Manifest[] {
  return objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
}

function scales(scaler: Manifest, { apiVersion, kind, metadata }: Manifest): boolean {
  const target = (field: string): string => textAt(scaler, `spec.scaleTargetRef.${field}`) ?? '';
  const group = target('apiVersion');
  return target('kind') === kind && target('name') === metadata.name && (group === '' || groupOf(group) === groupOf(apiVersion));
}

/** How many pods more than its replicas a Deployment has while it rolls. */
export function surgeOf(workload: Manifest, most: number): number {
  if (workload.kind !== 'Deployment' || textAt(workload, 'spec.strategy.type') === 'Recreate') return 0;
  const surge = valueAt(workload, 'spec.strategy.rollingUpdate.maxSurge') ?? '25%';
  if (typeof surge === 'number') return most === 0 ? 0 : surge;
  const percent = /^(\d+)%$/.exec(String(surge))?.[1];
  return percent === undefined ? 0 : Math.ceil((most * Number(percent)) / 100);
}
