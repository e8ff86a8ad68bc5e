import { Construct } from 'constructs';
import { sha256 } from '../manifest/digest';

/** The override object of a component, key by key as the sha256 of its canonical JSON: what was edited can be named. */
export type Inputs = Readonly<Record<string, string>>;

/** Keys without a value do not count; other components count by name. */
export function inputsOf(overrides: Readonly<Record<string, unknown>>): Inputs {
  const keys = Object.keys(overrides).filter((key) => overrides[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, sha256(canonical(overrides[key]))]));
}

/** Keys whose values differ, in order. */
export function changedInputs(before: Inputs, after: Inputs): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => before[key] !== after[key]).sort();
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  if (Construct.isConstruct(value)) return JSON.stringify(value.node.id);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`;
}
