import { objectKey } from './identity';
import type { Manifest } from './manifest';
import { fieldPath, isMapping, ownValue } from './manifest';
import { compareText } from './order';

/** A field whose value differs; `before` or `after` is absent where the field is. */
export interface FieldChange {
  /** E.g. `spec.template.spec.containers[name=kfm-api].image`. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ObjectChange {
  /** `group/Kind/namespace/name`. */
  readonly object: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Empty for objects that are added or removed as a whole. */
  readonly fields: readonly FieldChange[];
}

/** What differs between two sets of objects, by identity, ordered by object and field. Key order and item order of named lists do not count. */
export function changesBetween(before: readonly Manifest[], after: readonly Manifest[]): ObjectChange[] {
  const old = new Map(before.map((manifest) => [objectKey(manifest), manifest]));
  const current = new Map(after.map((manifest) => [objectKey(manifest), manifest]));
  const changes: ObjectChange[] = [];
  for (const object of new Set([...old.keys(), ...current.keys()])) {
    const was = old.get(object);
    const is = current.get(object);
    if (was === undefined) changes.push({ object, change: 'added', fields: [] });
    else if (is === undefined) changes.push({ object, change: 'removed', fields: [] });
    else {
      const fields = fieldChanges(was, is);
      if (fields.length > 0) changes.push({ object, change: 'changed', fields });
    }
  }
  return changes.sort((a, b) => compareText(a.object, b.object));
}

/** The fields in which two values differ, deepest first common path; items of a list are matched by `name` where all have one. */
export function fieldChanges(before: unknown, after: unknown, field = ''): FieldChange[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, field);
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => entryChanges(ownValue(before, key), ownValue(after, key), fieldPath(field, key)));
  }
  return [{ field, before, after }];
}

function listChanges(before: readonly unknown[], after: readonly unknown[], field: string): FieldChange[] {
  const old = byName(before);
  const current = byName(after);
  if (!old || !current) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => entryChanges(before[index], after[index], fieldPath(field, index))).flat();
  }
  const names = [...new Set([...old.keys(), ...current.keys()])];
  const items = names.flatMap((name) => entryChanges(old.get(name), current.get(name), `${field}[name=${name}]`));
  return [...orderChange([...old.keys()], [...current.keys()], field), ...items];
}

/** Lists of named items whose order means something: init containers run in it, variables may refer to earlier ones. */
const ORDERED = /\.(?:initContainers|env)$/;

/** Only what both have can be in another order; what came or went is a change of its own. */
function orderChange(before: readonly string[], after: readonly string[], field: string): FieldChange[] {
  if (!ORDERED.test(field)) return [];
  const common = before.filter((name) => after.includes(name));
  const isReordered = common.join('\n') !== after.filter((name) => before.includes(name)).join('\n');
  return isReordered ? [{ field, before, after }] : [];
}

function entryChanges(before: unknown, after: unknown, field: string): FieldChange[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ field, after }];
  if (after === undefined) return [{ field, before }];
  return fieldChanges(before, after, field);
}

/** List items by their `name`, or undefined if some item has none or two share one. */
function byName(list: readonly unknown[]): Map<string, unknown> | undefined {
  const items = new Map<string, unknown>();
  for (const item of list) {
    const name = isMapping(item) ? item.name : undefined;
    if (typeof name !== 'string' || items.has(name)) return undefined;
    items.set(name, item);
  }
  return items;
}
