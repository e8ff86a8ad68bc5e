import { Construct } from 'constructs';
import { canonicalJson } from '../manifest/canonical-json';
import { sha256 } from '../manifest/digest';

/** The override object of a component, key by key as the sha256 of its canonical JSON: what was edited can be named. */
export type Inputs = Readonly<Record<string, string>>;

/** Keys without a value do not count; other components count by name. */
export function inputsOf(overrides: Readonly<Record<string, unknown>>): Inputs {
  const keys = Object.keys(overrides).filter((key) => overrides[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, sha256(canonicalJson(overrides[key], byName))]));
}

/** Keys whose values differ, in order. */
export function changedInputs(before: Inputs, after: Inputs): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => before[key] !== after[key]).sort();
}

function byName(value: unknown): string | undefined {
  return Construct.isConstruct(value) ? JSON.stringify(value.node.id) : undefined;
}
