import { valueAt } from './manifest';

/** The list under a path; empty where there is none, since anybody may write into `dist`. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The texts in the list under a path. */
export function textsAt(value: unknown, path: string): string[] {
  return listAt(value, path).flatMap((item) => (typeof item === 'string' ? [item] : []));
}

/** The text under a path; undefined where there is none. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The entries of the mapping under a path. */
export function entriesAt(value: unknown, path: string): [string, unknown][] {
  const found = valueAt(value, path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}

/** The number under a path; undefined where there is none. */
export function numberAt(value: unknown, path: string): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}
