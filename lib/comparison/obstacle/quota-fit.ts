import { countedAs, type Demand, demandOf } from '../../capacity/demand';
import { groupBy } from '../../manifest/group-by';
import type { LaidOut } from '../../manifest/layout';
import { type Manifest, valueAt } from '../../manifest/manifest';
import { compareText } from '../../manifest/order';
import { amountOf } from '../../manifest/quantity';
import type { Side } from '../side';
import type { Obstacle } from './obstacle';

/** How what runs fits into one number of the quota of one namespace of the second environment. */
export interface QuotaFit {
  readonly namespace: string;
  /** E.g. `limits.memory`, as the ResourceQuota calls it. */
  readonly resource: string;
  /** What the quota grants, as it is written. */
  readonly hard: string;
  /** What the workloads of the first environment would take of it at most; 1 is all. */
  readonly ofFirst: number;
  /** What the second's own workloads take. */
  readonly ofSecond: number;
}

/** Whether the first environment's workloads, as it runs them, would fit into the second's quotas, and the second's own. */
export function quotaFits(from: Side, to: Side): QuotaFit[] {
  const [first, second] = [from, to].map(byNamespace) as [Namespaces, Namespaces];
  const demand = (namespaces: Namespaces, namespace: string): Demand =>
    demandOf(namespaces.get(namespace) ?? [], true, second.get(namespace) ?? []);
  return [...groupBy(hardLimits(to.objects), ({ namespace }) => namespace)]
    .flatMap(([namespace, limits]) => {
      const [ofFirst, ofSecond] = [demand(first, namespace), demand(second, namespace)];
      return limits.map(({ resource, hard }) => {
        const share = (of: Demand): number => shareOf(of.get(countedAs(resource)) ?? 0, amountOf(hard));
        return { namespace, resource, hard, ofFirst: share(ofFirst), ofSecond: share(ofSecond) };
      });
    })
    .sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.resource, b.resource));
}

type Namespaces = ReadonlyMap<string | undefined, readonly Manifest[]>;

function byNamespace({ objects }: Side): Namespaces {
  return groupBy(
    objects.map(({ manifest }) => manifest),
    ({ metadata }) => metadata.namespace,
  );
}

/** Quotas that are exceeded when autoscalers are full and rollouts under way; the second environment's own workloads first. */
export function exceededQuotas(from: Side, to: Side): Obstacle[] {
  const fits = quotaFits(from, to);
  const exceeded = (side: Side, share: (fit: QuotaFit) => number): Obstacle[] =>
    [
      ...groupBy(
        fits.filter((fit) => share(fit) > 1),
        ({ namespace }) => namespace,
      ),
    ].map(([namespace, own]) => {
      const numbers = own.map((fit) => `${percent(share(fit))} of ${fit.resource} ${fit.hard}`).join(', ');
      const summary = `${namespace}: what ${side.name} runs takes up to ${numbers} in the quota of ${to.name}; pods beyond it are refused`;
      return { kind: 'quota', where: namespace, summary };
    });
  return [...exceeded(to, ({ ofSecond }) => ofSecond), ...exceeded(from, ({ ofFirst }) => ofFirst)];
}

/** Limits that there are only in the second environment, or that are lower there. */
export function lowerLimits(from: Side, to: Side): Obstacle[] {
  const here = new Map(hardLimits(from.objects).map((limit) => [`${limit.namespace} ${limit.resource}`, limit.hard]));
  const lower = hardLimits(to.objects).filter(({ namespace, resource, hard }) => {
    const own = here.get(`${namespace} ${resource}`);
    return hasNamespace(from, namespace) && (own === undefined || amountOf(own) > amountOf(hard));
  });
  const quotas = [...groupBy(lower, ({ namespace }) => namespace)].map(([namespace, limits]) => {
    const numbers = limits.map(({ resource, hard }) => `${resource} ${hard} (${here.get(`${namespace} ${resource}`) ?? 'any'})`);
    return limit(namespace, `the quota is lower in ${to.name} than in ${from.name}: ${numbers.join(', ')}`);
  });
  return [...quotas, ...lowerRanges(from, to)];
}

function lowerRanges(from: Side, to: Side): Obstacle[] {
  const here = new Map(maxima(from.objects));
  return maxima(to.objects).flatMap(([place, most]): Obstacle[] => {
    const own = here.get(place);
    const [namespace = '', type, resource] = place.split(' ');
    if (!hasNamespace(from, namespace) || (own !== undefined && amountOf(own) <= amountOf(most))) return [];
    return [limit(namespace, `one ${type} may have ${resource} ${most} at most in ${to.name}, ${own ?? 'any'} in ${from.name}`)];
  });
}

function limit(namespace: string, what: string): Obstacle {
  return { kind: 'limit', where: namespace, summary: `${namespace}: ${what}` };
}

/** `namespace type resource` → the most that one of it may have. */
function maxima(objects: readonly LaidOut[]): [string, string][] {
  return objects.flatMap(({ manifest }) => {
    if (manifest.kind !== 'LimitRange') return [];
    const limits = (valueAt(manifest, 'spec.limits') ?? []) as readonly unknown[];
    return limits.flatMap((one) =>
      Object.entries((valueAt(one, 'max') ?? {}) as object).map(([resource, most]): [string, string] => [
        `${manifest.metadata.namespace} ${valueAt(one, 'type')} ${resource}`,
        String(most),
      ]),
    );
  });
}

interface HardLimit {
  readonly namespace: string;
  readonly resource: string;
  readonly hard: string;
}

function hardLimits(objects: readonly LaidOut[]): HardLimit[] {
  return objects.flatMap(({ manifest }) => {
    if (manifest.kind !== 'ResourceQuota') return [];
    const hard = (valueAt(manifest, 'spec.hard') ?? {}) as object;
    return Object.entries(hard).map(([resource, most]) => ({ namespace: manifest.metadata.namespace ?? '', resource, hard: String(most) }));
  });
}

function shareOf(used: number, granted: number): number {
  return granted === 0 ? (used > 0 ? Number.POSITIVE_INFINITY : 0) : Math.round((used / granted) * 1000) / 1000;
}

function hasNamespace({ objects }: Side, name: string): boolean {
  return objects.some(({ manifest }) => manifest.kind === 'Namespace' && manifest.metadata.name === name);
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : 'more than none';
}
