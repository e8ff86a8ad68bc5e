/** What may stand in a manifest: JSON without null, because a null is a field that Kubernetes and cdk8s silently drop. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

export type Labels = Readonly<Record<string, string>>;

export interface Metadata {
  readonly name: string;
  /** Set on every namespaced object, absent on every cluster-scoped one. */
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly [field: string]: unknown;
}

/** One Kubernetes object as it is reviewed, committed and applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/** A place in a manifest and what is wrong there. */
export interface Problem {
  /** Path of the field, e.g. `spec.containers[0].image`; empty for the manifest itself. */
  readonly field: string;
  readonly message: string;
}

/** Keys and indexes from the manifest down to a value: `['spec', 'containers', 0]`. */
export type Steps = readonly (string | number)[];

/** The path as people write it: `spec.containers[0]`. */
export function pathOf(steps: Steps): string {
  return steps.reduce<string>((path, step) => fieldPath(path, step), '');
}

/** Appends a key or an index to a field path; keys that are no plain words are quoted. */
export function fieldPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** The value under a path of plain keys, e.g. `spec.template.metadata`; undefined where the path breaks off. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  const keys = keysOf(path);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a mapping's own key, not of what every object inherits. */
export function ownValue(mapping: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** Rules ask for a few dozen paths of every object. */
const splitPaths = new Map<string, readonly string[]>();

function keysOf(path: string): readonly string[] {
  let keys = splitPaths.get(path);
  if (keys === undefined) {
    keys = path.split('.');
    splitPaths.set(path, keys);
  }
  return keys;
}

/**
 * Everything in `value` that YAML and JSON cannot carry faithfully: undefined, null, NaN, infinities, -0, unsafe integers,
 * bigints, functions, dates, maps and other class instances, circles, lone surrogates, holes in arrays.
 * Empty means that `value` is a manifest which every reader will read as it was written.
 */
export function plainJsonProblems(value: unknown): Problem[] {
  if (isSound(value, 0)) return [];
  const walk: Walk = { steps: [], ancestors: new Set(), problems: [] };
  collect(value, walk);
  return walk.problems;
}

/** Levels beyond which a value is looked at closely: it may contain itself. */
const SUSPICIOUS_DEPTH = 100;

/** The quick answer for the many values that hold nothing to report. */
function isSound(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return scalarProblem(value) === undefined;
  if (depth > SUSPICIOUS_DEPTH) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isSound(value[index], depth + 1)) return false;
    return true;
  }
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    if (keyProblem(key) !== undefined || !isSound((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}

/** Where a walk is, and what it has found. */
interface Walk {
  readonly steps: (string | number)[];
  readonly ancestors: Set<object>;
  readonly problems: Problem[];
}

function collect(value: unknown, walk: Walk): void {
  if (typeof value === 'object' && value !== null) {
    collectNested(value, walk);
    return;
  }
  const message = scalarProblem(value);
  if (message !== undefined) report(walk, message);
}

function collectNested(value: object, walk: Walk): void {
  const { steps, ancestors } = walk;
  if (ancestors.has(value)) {
    report(walk, 'refers back to an object that contains it');
    return;
  }
  ancestors.add(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      steps.push(index);
      collect(value[index], walk);
      steps.pop();
    }
  } else if (isPlainObject(value)) {
    for (const key of Object.keys(value)) {
      steps.push(key);
      const problem = keyProblem(key);
      if (problem !== undefined) report(walk, `has a key that ${problem}`);
      collect((value as Record<string, unknown>)[key], walk);
      steps.pop();
    }
  } else {
    report(walk, `is an instance of ${value.constructor?.name ?? 'an unknown class'}, not plain JSON`);
  }
  ancestors.delete(value);
}

function report({ steps, problems }: Walk, message: string): void {
  problems.push({ field: pathOf(steps), message });
}

/** Most characters of a key that YAML reads, as it is written: escaped, a character may take six. No key of Kubernetes has more than 317. */
const MAX_KEY = 1024;

function keyProblem(key: string): string | undefined {
  const isLong = key.length > (key.length > MAX_KEY / 6 && !/^[ !#-[\]-~]*$/.test(key) ? MAX_KEY / 6 : MAX_KEY);
  return isLong ? `has more than ${MAX_KEY} characters, the most that YAML reads` : scalarProblem(key);
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function scalarProblem(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? undefined : 'contains half of a surrogate pair, which UTF-8 cannot carry';
    case 'boolean':
      return undefined;
    case 'number':
      if (!Number.isFinite(value)) return `is ${value}, which JSON cannot carry`;
      if (Object.is(value, -0)) return 'is -0, which readers turn into 0';
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) return `is ${value}, beyond the integers that a number holds exactly`;
      return undefined;
    case 'undefined':
      return 'is undefined; leave the field out or give it a value';
    case 'object':
      return 'is null; leave the field out or give it a value';
    default:
      return `is a ${typeof value}, not plain JSON`;
  }
}
