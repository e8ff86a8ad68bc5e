import { countedAs, type Demand, demandOf } from '../capacity/demand';
import { entriesAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { valueAt } from '../manifest/manifest';
import { amountOf } from '../manifest/quantity';
import type { Surroundings } from './surroundings';
import { listed } from './wording';

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
  const steady = demandOf(objects, false);
  const peak = demandOf(objects, true);
  const over = quotas.flatMap((quota) =>
    entriesAt(quota, 'spec.hard').flatMap(([key, hard]) => excess(countedAs(key), hard, steady, peak)),
  );
  return over.length === 0 ? '' : `quota of ${namespace}: ${listed(new Set(over))}`;
}

function excess(key: string, hard: unknown, steady: Demand, peak: Demand): string[] {
  const limit = amountOf(hard);
  const asked = steady.get(key) ?? 0;
  const most = peak.get(key) ?? 0;
  const isOver = (amount: number): boolean => amount > limit * (1 + 1e-9);
  if (isOver(asked)) return [`${key} ${spokenAmount(key, asked)} of ${String(hard)} do not fit`];
  return isOver(most) ? [`${key} ${spokenAmount(key, most)} of ${String(hard)} do not fit while everything rolls and every Job runs`] : [];
}

function spokenAmount(key: string, amount: number): string {
  const isBytes = /memory|storage/.test(key);
  return isBytes ? `${Math.round((amount / 2 ** 30) * 100) / 100}Gi` : String(Math.round(amount * 1000) / 1000);
}
