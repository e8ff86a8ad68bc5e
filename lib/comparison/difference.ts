import { objectKey, spokenName } from '../manifest/identity';
import type { LaidOut } from '../manifest/layout';
import { fieldPath, isMapping, type Manifest, ownValue } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import { align } from './alignment';

/** One thing that two environments do not have alike: an object that one of them lacks, or one value of an object. */
export interface Difference {
  /** `group/Kind/namespace/name`. */
  readonly object: string;
  /** How people say it: `Deployment kfm-api/kfm-api`. */
  readonly spoken: string;
  /** The component that it belongs to. */
  readonly component: string;
  /** E.g. `spec.replicas`; a line of a text is `data["redis.conf"]:12`; empty where it is the whole object. */
  readonly field: string;
  /** Absent where the first environment does not have it. A whole object is its manifest. */
  readonly before?: unknown;
  /** Absent where the second environment does not have it. */
  readonly after?: unknown;
}

/** Every difference, by object and field: as small as it can be told, so that each has its own reason. */
export function differencesBetween(before: readonly LaidOut[], after: readonly LaidOut[]): Difference[] {
  const old = byKey(before);
  const current = byKey(after);
  const differences = [...new Set([...old.keys(), ...current.keys()])].flatMap((object): Difference[] => {
    const was = old.get(object);
    const is = current.get(object);
    const { manifest, unit } = (is ?? was) as LaidOut;
    const about = { object, spoken: spokenName(manifest), component: unit.component };
    if (was === undefined) return [{ ...about, field: '', after: manifest }];
    if (is === undefined) return [{ ...about, field: '', before: manifest }];
    return valueDifferences(was.manifest, is.manifest).map((difference) => ({ ...about, ...difference }));
  });
  return differences.sort((a, b) => compareText(a.object, b.object));
}

/** Whether the difference is an object that one environment lacks. */
export function wholeObject({ field, before, after }: Difference): Manifest | undefined {
  return field === '' ? ((before ?? after) as Manifest) : undefined;
}

type ValueDifference = Pick<Difference, 'field' | 'before' | 'after'>;

/** What differs in two values: mappings by key, lists by name or in their order, texts of several lines by line. */
export function valueDifferences(before: unknown, after: unknown, field = ''): ValueDifference[] {
  if (isEqual(before, after)) return [];
  if (before === undefined) return [{ field, after }];
  if (after === undefined) return [{ field, before }];
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareText);
    return keys.flatMap((key) => valueDifferences(ownValue(before, key), ownValue(after, key), fieldPath(field, key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(before, after, field);
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')) {
    return inOrder(before.split('\n'), after.split('\n'), (index) => `${field}:${index + 1}`);
  }
  return [{ field, before, after }];
}

function listDifferences(before: readonly unknown[], after: readonly unknown[], field: string): ValueDifference[] {
  for (const key of ['name', 'mountPath']) {
    const old = itemsBy(key, before);
    const current = itemsBy(key, after);
    if (old === undefined || current === undefined) continue;
    const names = [...new Set([...old.keys(), ...current.keys()])];
    const items = names.flatMap((name) => valueDifferences(old.get(name), current.get(name), `${field}[${key}=${name}]`));
    return [...orderDifference(old, current, field), ...items];
  }
  return inOrder(before, after, (index) => fieldPath(field, index));
}

/** Init containers run in their order, and a variable may refer to those before it. */
const ORDERED = /\.(?:initContainers|env)$/;

function orderDifference(old: ReadonlyMap<string, unknown>, current: ReadonlyMap<string, unknown>, field: string): ValueDifference[] {
  if (!ORDERED.test(field)) return [];
  const before = [...old.keys()].filter((name) => current.has(name));
  const after = [...current.keys()].filter((name) => old.has(name));
  return isEqual(before, after) ? [] : [{ field, before, after }];
}

function inOrder(before: readonly unknown[], after: readonly unknown[], place: (index: number) => string): ValueDifference[] {
  let index = -1;
  return align(before, after, isEqual).flatMap(([was, is]) => {
    if (is !== undefined) index++;
    return valueDifferences(was, is, place(is === undefined ? index + 1 : index));
  });
}

/** List items by a key, or undefined if some item lacks it or two share a value of it. */
function itemsBy(key: string, list: readonly unknown[]): Map<string, unknown> | undefined {
  const items = new Map<string, unknown>();
  for (const item of list) {
    const name = isMapping(item) ? item[key] : undefined;
    if (typeof name !== 'string' || items.has(name)) return undefined;
    items.set(name, item);
  }
  return items;
}

/** Equality of JSON, in which the order of keys does not count. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isMapping(a) || !isMapping(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

function byKey(objects: readonly LaidOut[]): Map<string, LaidOut> {
  return new Map(objects.map((object) => [objectKey(object.manifest), object]));
}
