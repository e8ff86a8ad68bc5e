import { fieldPath, isMapping, ownValue } from '../manifest/manifest';

/**
 * Fields of an object as the API server writes them into `metadata.managedFields` (FieldsV1): `f:` a field, `k:` an item of a list by its
 * keys, `v:` an item by its value, `i:` one by its place, `.` the thing itself.
 */
export interface FieldSet {
  readonly [step: string]: FieldSet;
}

const ITSELF = '.';

/** The fields below the thing itself. */
export function below(set: FieldSet): [string, FieldSet][] {
  return Object.entries(set).filter(([step]) => step !== ITSELF);
}

/** Whether the set says nothing of what is below: the value counts as a whole. */
export function isWhole(set: FieldSet): boolean {
  return below(set).length === 0;
}

/** Whether the set names an item of a list itself, and not only fields of one that is somebody else's. */
export function isItem(step: string, set: FieldSet): boolean {
  return !step.startsWith('f:') && (ITSELF in set || isWhole(set));
}

/** The path with a step more, as people write it: `spec.containers[name=kfm-api]`. */
export function pathWith(path: string, step: string): string {
  const rest = step.slice(2);
  if (step.startsWith('f:')) return fieldPath(path, rest);
  if (step.startsWith('i:')) return fieldPath(path, Number(rest));
  if (step.startsWith('v:')) return `${path}[${rest}]`;
  const keys = Object.entries(parsed(rest)).map(([key, value]) => `${key}=${value}`);
  return `${path}[${keys.join(',')}]`;
}

/** The value one step down; undefined where there is none. */
export function valueUnder(value: unknown, step: string): unknown {
  return valuesUnder(value, step)[0];
}

/** Every value one step down: a list may hold several items of the same keys, although nobody can apply one like that. */
export function valuesUnder(value: unknown, step: string): readonly unknown[] {
  const rest = step.slice(2);
  if (step.startsWith('f:')) return isMapping(value) && ownValue(value, rest) !== undefined ? [ownValue(value, rest)] : [];
  if (!Array.isArray(value)) return [];
  if (step.startsWith('i:')) return value.slice(Number(rest), Number(rest) + 1);
  if (step.startsWith('v:')) return value.filter((item) => JSON.stringify(item) === rest);
  const keys = Object.entries(parsed(rest));
  return value.filter((item) => isMapping(item) && keys.every(([key, wanted]) => ownValue(item, key) === wanted));
}

/** What is in the first set and not in the second. */
export function without(set: FieldSet, other: FieldSet): FieldSet {
  const left = Object.entries(set).flatMap(([step, sub]): [string, FieldSet][] => {
    const same = other[step];
    if (same === undefined) return [[step, sub]];
    const rest = without(sub, same);
    return Object.keys(rest).length === 0 ? [] : [[step, rest]];
  });
  return Object.fromEntries(left);
}

export function union(sets: readonly FieldSet[]): FieldSet {
  const all: Record<string, FieldSet> = {};
  for (const set of sets) {
    for (const [step, sub] of Object.entries(set)) all[step] = all[step] === undefined ? sub : union([all[step], sub]);
  }
  return all;
}

/** Whether a set has a say in the field at the end of the steps. */
export function reaches(set: FieldSet, steps: readonly string[]): boolean {
  let at = set;
  for (const step of steps) {
    const next = at[step];
    if (next === undefined) return false;
    if (isWhole(next)) return true;
    at = next;
  }
  return true;
}

function parsed(keys: string): Record<string, unknown> {
  return JSON.parse(keys) as Record<string, unknown>;
}
