/**
 * JSON with its keys in order; a key without a value does not count.
 * @param told the JSON of what is no plain value. @default there is none
 */
export function canonicalJson(value: unknown, told: (value: unknown) => string | undefined = () => undefined): string {
  const known = told(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, told)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, told)}`)
    .join(',')}}`;
}
