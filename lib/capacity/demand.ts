import { entriesAt, listAt, numberAt, textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { podSpec } from '../manifest/pod-template';
import { amountOf } from '../manifest/quantity';
import { replicasOf, scalersAmong, surgeOf } from './replicas';

/** Amounts by the names that a ResourceQuota has for them: `requests.cpu` in cores, `limits.memory` in bytes, `pods` in pieces. */
export type Demand = ReadonlyMap<string, number>;

/** `cpu` is another word for `requests.cpu`. */
export function countedAs(key: string): string {
  return /^(?:cpu|memory|ephemeral-storage)$/.test(key) ? `requests.${key}` : key;
}

/**
 * What the objects of one namespace ask of its quota, autoscalers at their most; at a peak everything rolls and every Job runs.
 * `limited` are the objects whose LimitRange counts.
 */
export function demandOf(objects: readonly Manifest[], isPeak: boolean, limited: readonly Manifest[] = objects): Demand {
  const demand = new Map<string, number>();
  const add = (key: string, amount: number): void => void demand.set(key, (demand.get(key) ?? 0) + amount);
  const scalers = scalersAmong(objects);
  const defaults = limited.find((object) => typeOf(object) === '/LimitRange');
  for (const object of objects) {
    const pods = podsOf(object, scalers, isPeak);
    if (pods > 0) add('pods', pods);
    for (const [key, amount] of pods > 0 ? podDemand(podSpec(object), defaults) : []) add(key, amount * pods);
    for (const [size, count] of claimsOf(object, pods, scalers)) {
      add('requests.storage', size * count);
      add('persistentvolumeclaims', count);
    }
  }
  return demand;
}

function podsOf(object: Manifest, scalers: readonly Manifest[], isPeak: boolean): number {
  switch (typeOf(object)) {
    case 'apps/Deployment':
    case 'apps/StatefulSet': {
      const { most } = replicasOf(object, scalers);
      return most + (isPeak ? surgeOf(object, most) : 0);
    }
    // One on each node, whose number nobody here knows.
    case 'apps/DaemonSet':
    case '/Pod':
      return 1;
    case 'batch/Job':
      return isPeak ? (numberAt(object, 'spec.parallelism') ?? 1) : 0;
    case 'batch/CronJob':
      return isPeak && valueAt(object, 'spec.suspend') !== true ? (numberAt(object, 'spec.jobTemplate.spec.parallelism') ?? 1) : 0;
    default:
      return 0;
  }
}

/** A pod asks for the sum of its containers, or for its hungriest init container where that is more. */
function podDemand(spec: unknown, defaults: Manifest | undefined): Demand {
  const isSidecar = (container: unknown): boolean => valueAt(container, 'restartPolicy') === 'Always';
  const initial = listAt(spec, 'initContainers');
  const lasting = [...listAt(spec, 'containers'), ...initial.filter(isSidecar)];
  const steady = lasting.map((container) => containerDemand(container, defaults));
  const first = initial.filter((container) => !isSidecar(container)).map((container) => containerDemand(container, defaults));
  const keys = new Set([...steady, ...first].flatMap((demand) => [...demand.keys()]));
  const sum = (key: string): number => steady.reduce((total, demand) => total + (demand.get(key) ?? 0), 0);
  return new Map([...keys].map((key) => [key, Math.max(sum(key), ...first.map((demand) => demand.get(key) ?? 0))]));
}

/** A container without a request asks for its limit, or for what the namespace's LimitRange puts in. */
function containerDemand(container: unknown, defaults: Manifest | undefined): Demand {
  const preset = listAt(defaults, 'spec.limits').find((limit) => textAt(limit, 'type') === 'Container');
  const limits = new Map([...entriesAt(preset, 'default'), ...entriesAt(container, 'resources.limits')]);
  const own = new Map(entriesAt(container, 'resources.limits'));
  const requests = new Map([...limits, ...entriesAt(preset, 'defaultRequest'), ...own, ...entriesAt(container, 'resources.requests')]);
  return new Map([
    ...[...limits].map(([key, amount]): [string, number] => [`limits.${key}`, amountOf(amount)]),
    ...[...requests].map(([key, amount]): [string, number] => [`requests.${key}`, amountOf(amount)]),
  ]);
}

/** Sizes of volumes with how many there are of each: claims, those of a StatefulSet, and those that live as long as a pod. */
function claimsOf(object: Manifest, pods: number, scalers: readonly Manifest[]): [number, number][] {
  const size = (spec: unknown): number => amountOf(valueAt(spec, 'resources.requests.storage'));
  if (typeOf(object) === '/PersistentVolumeClaim') return [[size(valueAt(object, 'spec')), 1]];
  const ephemeral = listAt(podSpec(object), 'volumes').flatMap((volume): [number, number][] => {
    const claim = valueAt(volume, 'ephemeral.volumeClaimTemplate.spec');
    return claim === undefined || pods === 0 ? [] : [[size(claim), pods]];
  });
  if (typeOf(object) !== 'apps/StatefulSet') return ephemeral;
  const { most } = replicasOf(object, scalers);
  const lasting = listAt(object, 'spec.volumeClaimTemplates').map((claim): [number, number] => [size(valueAt(claim, 'spec')), most]);
  return [...lasting, ...ephemeral];
}
