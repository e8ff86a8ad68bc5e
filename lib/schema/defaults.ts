/** What the API reference says a field is where nobody sets it: a value, or words where it depends. */
export type DocumentedDefault = { readonly value: unknown } | { readonly words: string };

/** `Type#field` → value, or words in a list of one. Versions hold what is otherwise than in all that follow. */
type Table = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Of a field of Kubernetes' own types in one of its versions; undefined where the reference names none. */
export function documentedDefault(version: string, owner: string): DocumentedDefault | undefined {
  const { all = {}, ...versions }: Table = require('./defaults.json');
  const table = [versions[version] ?? {}, all].find((one) => Object.hasOwn(one, owner));
  const found = table?.[owner] ?? undefined;
  if (found === undefined) return undefined;
  return Array.isArray(found) ? { words: String(found[0]) } : { value: found };
}
