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

/** A value of a manifest as CEL has it: whole numbers are integers there, and a field that is null is not there at all. */
export function celValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, celValue(child)]),
  );
}
