import { type Environment, type FieldStep, type Manifest, objectKey, placeIn } from '../../lib';

/** A field as one making of an environment has it. */
export type Reading = { readonly status: 'set'; readonly value: unknown } | { readonly status: 'unset' } | { readonly status: 'no object' };

/**
 * Reads one field of one object: of a unit, by its folder, or of what the delivery adds. Only what is in its folder is rendered, so that a
 * variation that some other unit refuses still says whether this field depends on it.
 */
export function readerOf(key: string, steps: readonly FieldStep[], folder: string | undefined): (environment: Environment) => Reading {
  return (environment) => {
    const object = manifestsOf(environment, folder).find((manifest) => objectKey(manifest) === key);
    if (object === undefined) return { status: 'no object' };
    const { value } = placeIn(object, steps);
    return value === undefined ? { status: 'unset' } : { status: 'set', value };
  };
}

function manifestsOf(environment: Environment, folder: string | undefined): readonly Manifest[] {
  if (folder !== undefined) return environment.unitsIn(folder).flatMap((unit) => unit.toUnit().manifests);
  return environment.delivery.deliver(environment.units(), environment).flatMap(({ manifests }) => manifests);
}

export function isSame(a: Reading, b: Reading): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Every scalar of a value by its path in it. */
export function leavesOf(value: unknown, path = ''): [string, string | number | boolean][] {
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, item]) => leavesOf(item, `${path}/${key}`));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[path, value]] : [];
}

/** Whether a value is written into a field: with another in its place, the field held that one. */
export function isCarried(was: unknown, before: Reading, is: unknown, after: Reading): boolean {
  if (before.status !== 'set' || after.status !== 'set') return false;
  const others = new Map(leavesOf(is));
  return leavesOf(was).some(([path, leaf]) => {
    const other = others.get(path);
    return other !== undefined && other !== leaf && holds(before.value, leaf) && holds(after.value, other) && !isSame(before, after);
  });
}

function holds(value: unknown, leaf: string | number | boolean): boolean {
  return leavesOf(value).some(
    ([, own]) =>
      own === leaf ||
      (typeof own === 'string' && (typeof leaf === 'string' ? leaf.length > 1 && own.includes(leaf) : isWordIn(String(leaf), own))),
  );
}

function isWordIn(word: string, text: string): boolean {
  return new RegExp(`(?<![\\w.])${word.replace(/[.]/g, '\\.')}(?![\\w.])`).test(text);
}
