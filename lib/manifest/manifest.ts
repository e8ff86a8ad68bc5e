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

/** Appends a key or an index to a field path; keys that are no plain words are quoted. */
export function fieldPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** The value under a path of plain keys, e.g. `spec.template.metadata`; undefined where the path breaks off. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/**
 * Everything in `value` that YAML and JSON cannot carry faithfully: undefined, null, NaN, infinities, -0, unsafe integers,
 * bigints, functions, dates, maps and other class instances, circles, lone surrogates, holes in arrays.
 * Empty means that `value` is a manifest which every reader will read as it was written.
 */
export function plainJsonProblems(value: unknown): Problem[] {
  const problems: Problem[] = [];
  collect(value, '', [], problems);
  return problems;
}

function collect(value: unknown, field: string, ancestors: readonly object[], problems: Problem[]): void {
  if (typeof value === 'object' && value !== null) {
    collectNested(value, field, ancestors, problems);
    return;
  }
  const message = scalarProblem(value);
  if (message !== undefined) problems.push({ field, message });
}

function collectNested(value: object, field: string, ancestors: readonly object[], problems: Problem[]): void {
  if (ancestors.includes(value)) {
    problems.push({ field, message: 'refers back to an object that contains it' });
    return;
  }
  const path = [...ancestors, value];
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) collect(value[index], fieldPath(field, index), path, problems);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const className = (prototype as { constructor?: { name?: string } }).constructor?.name ?? 'unknown class';
    problems.push({ field, message: `is an instance of ${className}, not plain JSON` });
    return;
  }
  for (const key of Object.keys(value)) {
    const keyProblem = key.length > 1024 ? 'has more than 1024 characters, the most that YAML reads' : scalarProblem(key);
    if (keyProblem !== undefined) problems.push({ field: fieldPath(field, key), message: `has a key that ${keyProblem}` });
    collect((value as Record<string, unknown>)[key], fieldPath(field, key), path, problems);
  }
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
