import { fieldPath } from '../manifest/manifest';
import { quantityAmount } from '../manifest/quantity';
import { STORE_SIZES, type StoreName, type StoreSize } from '../store/sizes';
import type { Size } from '../tenancy/traits';
import { isMore } from './amount';
import type { Difference } from './difference';
import { classOf, type Explain, type Side } from './side';

/** What follows from the size of the environment: what stores and Prometheus get, and what stores derive from their memory. */
export function sizeExplains(a: Side, b: Side): Explain<Difference> {
  if (a.traits.size === b.traits.size) return () => undefined;
  const reason = `trait size: ${a.traits.size} → ${b.traits.size}`;
  const [smaller, larger] =
    SIZES.indexOf(a.traits.size) < SIZES.indexOf(b.traits.size) ? (['before', 'after'] as const) : (['after', 'before'] as const);
  return (difference) => {
    const isOfMonitoring =
      PROMETHEUS.test(difference.field) || (difference.object === '/ResourceQuota/monitoring/quota' && isGrant(difference));
    if (isOfMonitoring) return isMore(difference[smaller], difference[larger]) ? reason : undefined;
    const { component } = difference;
    if (!Object.hasOwn(STORE_SIZES.small, component)) return undefined;
    const [before, after] = [a, b].map(({ traits }) => STORE_SIZES[traits.size][component as StoreName]) as [StoreSize, StoreSize];
    const isSize =
      isOf(difference, before, after) || (difference.object.startsWith('/ConfigMap/') && scalesWithMemory(difference, before, after));
    return isSize ? reason : undefined;
  };
}

const PROMETHEUS =
  /\.prometheusSpec\.(?:retention|resources\.(?:requests|limits)\.(?:cpu|memory)|storageSpec\.volumeClaimTemplate\.spec\.resources\.requests\.storage)$/;

const SIZES: readonly Size[] = ['small', 'medium', 'large'];

/** The field of a manifest that each number of a size ends up in. */
const FIELDS: readonly [RegExp, (size: StoreSize) => string][] = [
  [/\.resources\.requests\.storage$/, ({ storage }) => storage],
  [/\.resources\.requests\.cpu$/, ({ resources }) => resources.cpu],
  [/\.resources\.limits\.cpu$/, ({ resources }) => resources.cpuLimit],
  [/\.resources\.(?:requests|limits)\.memory$/, ({ resources }) => resources.memory],
];

function isOf({ field, before, after }: Difference, was: StoreSize, is: StoreSize): boolean {
  return FIELDS.some(([place, amount]) => place.test(field) && before === amount(was) && after === amount(is));
}

/** Rounding moves a derived number by less than this part of it. */
const ROUNDING = 0.01;

/** A setting that is the same but for numbers that grew as the memory did, such as `shared_buffers`. */
function scalesWithMemory({ before, after }: Difference, was: StoreSize, is: StoreSize): boolean {
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  const ratio = quantityAmount(is.resources.memory) / quantityAmount(was.resources.memory);
  const [old, current] = [before, after].map((text) => text.split(/(\d+)/)) as [string[], string[]];
  return (
    old.length === current.length &&
    old.every((part, index) => {
      if (part === current[index]) return true;
      const grown = Number(current[index]) / Number(part);
      return index % 2 === 1 && Math.abs(grown / ratio - 1) < ROUNDING;
    })
  );
}

/** The numbers of a quota that environments decide about; others, such as that of load balancers, are the library's. */
const GRANTED = ['requests.cpu', 'limits.cpu', 'requests.memory', 'limits.memory', 'requests.storage', 'pods'];

/** Whether the difference is in one of these numbers. */
export function isGrant({ field }: Pick<Difference, 'field'>): boolean {
  return grantOf(field) !== undefined;
}

function grantOf(field: string): string | undefined {
  return GRANTED.find((resource) => field === fieldPath('spec.hard', resource));
}

/** The quotas that the classes grant the namespaces of teams. */
export function quotasExplain(a: Side, b: Side): Explain<Difference> {
  return ({ object, field, before, after }) => {
    const [, namespace = ''] = /^\/ResourceQuota\/([^/]+)\/quota$/.exec(object) ?? [];
    const resource = grantOf(field);
    const [was, is] = [a.quotas[namespace], b.quotas[namespace]];
    if (resource === undefined || was === undefined || is === undefined) return undefined;
    return before === was[resource] && after === is[resource] ? `${classOf(b)}: quotas` : undefined;
  };
}
