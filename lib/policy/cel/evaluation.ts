import { Environment } from '@marcbachmann/cel-js';

/** What an expression may name. */
export interface CelInput {
  readonly object: unknown;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A container. */
  readonly c?: unknown;
}

/** An expression, parsed. True or false, or why it has no value. */
export type CelExpression = (input: CelInput) => boolean | string;

let language: Environment | undefined;

/** @throws an expression that is none */
export function celExpression(text: string): CelExpression {
  language ??= new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
    .registerVariable('object', 'dyn')
    .registerVariable('variables', 'dyn')
    .registerVariable('c', 'dyn');
  const evaluate = language.parse(text);
  return ({ object, variables = {}, c = {} }) => {
    try {
      const value: unknown = evaluate({ object, variables, c });
      return typeof value === 'boolean' ? value : `it is no truth value: ${String(value)}`;
    } catch (error) {
      return (error as Error).message.split('\n', 1)[0] as string;
    }
  };
}

/**
 * A value of a manifest as CEL has it: whole numbers are integers there, and a field that is null is not there at all. What needs no change
 * is given back as it is.
 */
export function celValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    let items: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const made = celValue(value[index]);
      if (made === value[index]) continue;
      items ??= [...value];
      items[index] = made;
    }
    return items ?? value;
  }
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const child = (value as Record<string, unknown>)[key];
    const made = celValue(child);
    if (made === child && child !== null) continue;
    copy ??= { ...value };
    if (child === null) delete copy[key];
    else copy[key] = made;
  }
  return copy ?? value;
}
