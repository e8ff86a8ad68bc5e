import { type Manifest, valueAt } from '../manifest/manifest';
import { quantityAmount, quantityProblem } from '../manifest/quantity';
import { entriesAt, listAt, textAt, typeOf } from './field';
import { podSpec } from './pod-template';
import { numberAt, replicasOf, surgeOf } from './replicas';
import type { Surroundings } from './surroundings';
import { listed } from './wording';

/** What a quota counts: `requests.cpu`, `limits.memory`, `pods`, `requests.storage`. */
type Demand = Map<string, number>;

/**
 * What of a namespace no longer fits into its quota: `limits.cpu 34 of 32`; empty if all does. Autoscalers count with the most
 * that they may ask for. Charts bring pods that are not in dist, so what fits here may still not fit in the cluster.
 */
export function quotaExcess(namespace: string | undefined, around: Surroundings): string {
  return around.once(`quota of ${namespace}`, () => excessOf(namespace, around));
}

function excessOf(namespace: string | undefined, around: Surroundings): string {
  const objects = around.in(namespace);
  const quotas = objects.filter(
    (object) =>
      typeOf(object) === '/ResourceQuota' &&
      valueAt(object, 'spec.scopeSelector') === undefined &&
      valueAt(object, 'spec.scopes') === undefined,
  );
  if (quotas.length === 0) return '';
  const steady = demandOf(objects, around, false);
  const peak = demandOf(objects, around, true);
  const over = quotas.flatMap((quota) =>
    entriesAt(quota, 'spec.hard').flatMap(([key, hard]) => excess(countedAs(key), hard, steady, peak)),
  );
  return over.length === 0 ? '' : `quota of ${namespace}: ${listed(new Set(over))}`;
}

/** `cpu` is another word for `requests.cpu`. */
function countedAs(key: string): string {
  return /^(?:cpu|memory|ephemeral-storage)$/.test(key) ? `requests.${key}` : key;
}

function excess(key: string, hard: unknown, steady: Demand, peak: Demand): string[] {
  const limit = amountOf(hard);
  const asked = steady.get(key) ?? 0;
  const most = peak.get(key) ?? 0;
  const isOver = (amount: number): boolean => amount > limit * (1 + 1e-9);
  if (isOver(asked)) return [`${key} ${spokenAmount(key, asked)} of ${String(hard)} do not fit`];
  return isOver(most) ? [`${key} ${spokenAmount(key, most)} of ${String(hard)} do not fit while everything rolls and every Job runs`] : [];
}

function demandOf(objects: readonly Manifest[], around: Surroundings, isPeak: boolean): Demand {
  const demand: Demand = new Map();
  const add = (key: string, amount: number): void => void demand.set(key, (demand.get(key) ?? 0) + amount);
  const defaults = objects.find((object) => typeOf(object) === '/LimitRange');
  for (const object of objects) {
    const pods = podsOf(object, around, isPeak);
    if (pods > 0) add('pods', pods);
    for (const [key, amount] of pods > 0 ? podDemand(podSpec(object), defaults) : []) add(key, amount * pods);
    for (const [size, count] of claimsOf(object, around)) {
      add('requests.storage', size * count);
      add('persistentvolumeclaims', count);
    }
  }
  return demand;
}

function podsOf(object: Manifest, around: Surroundings, isPeak: boolean): number {
  switch (typeOf(object)) {
    case 'apps/Deployment':
    case 'apps/StatefulSet': {
      const { most } = replicasOf(object, around);
      return most + (isPeak ? surgeOf(object, most) : 0);
    }
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

function claimsOf(object: Manifest, around: Surroundings): [number, number][] {
  const size = (spec: unknown): number => amountOf(valueAt(spec, 'resources.requests.storage'));
  if (typeOf(object) === '/PersistentVolumeClaim') return [[size(valueAt(object, 'spec')), 1]];
  if (typeOf(object) !== 'apps/StatefulSet') return [];
  const { most } = replicasOf(object, around);
  return listAt(object, 'spec.volumeClaimTemplates').map((claim) => [size(valueAt(claim, 'spec')), most]);
}

/** What cannot be read as an amount counts nothing: the gates of synth are about that. */
function amountOf(quantity: unknown): number {
  const text = String(quantity ?? '0');
  return quantityProblem(text) === undefined ? quantityAmount(text) : 0;
}

function spokenAmount(key: string, amount: number): string {
  const isBytes = /memory|storage/.test(key);
  return isBytes ? `${Math.round((amount / 2 ** 30) * 100) / 100}Gi` : String(Math.round(amount * 1000) / 1000);
}
