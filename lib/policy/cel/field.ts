import { exactJson } from '../../manifest/exact-json';
import { isMapping } from '../../manifest/manifest';
import { type CelInput, celValue } from './evaluation';

/** A field that conditions name, as a path from what they are asked about: `c.resources.limits`. */
export class Field {
  readonly isOfContainer: boolean;
  readonly #path: readonly string[];
  readonly #numbers = new Map<string | number, number>();

  private constructor(
    path: string,
    /** Position among all fields. */
    readonly index: number,
  ) {
    this.#path = path.split('.');
    this.isOfContainer = this.#path[0] === 'c';
  }

  /** The one field of that path. */
  static of(path: string): Field {
    const field = fields.get(path) ?? new Field(path, fields.size);
    fields.set(path, field);
    return field;
  }

  /** A number for its value, the same for the same value; or for how far the path to it goes, since what is asked depends on that, too. */
  numberOf(input: object): number {
    let value: unknown = input;
    for (let depth = 0; depth < this.#path.length; depth++) {
      if (!isMapping(value)) return this.#numbered(`~${depth}${exactJson(value)}`);
      value = value[this.#path[depth] as string];
      if (value === undefined) return this.#numbered(depth);
    }
    return this.#numbered(exactJson(value));
  }

  /** @param what JSON, or the depth at which there is nothing */
  #numbered(what: string | number): number {
    let number = this.#numbers.get(what);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(what, number);
    }
    return number;
  }

  /** Puts its value, as CEL has it, where it is in the original; or the one that the path to it ends at. */
  copy(original: object, copy: Record<string, unknown>): void {
    let from = original as Record<string, unknown>;
    let to = copy;
    for (let depth = 0; depth < this.#path.length; depth++) {
      const key = this.#path[depth] as string;
      const value = from[key];
      if (value === undefined || value === null) return;
      if (depth === this.#path.length - 1 || !isMapping(value)) {
        to[key] = celValue(value);
        return;
      }
      to[key] ??= {};
      to = to[key] as Record<string, unknown>;
      from = value;
    }
  }
}

const fields = new Map<string, Field>();

/** What a condition sees that depends on these fields alone: nothing that they do not tell apart can change its verdict. */
export function fieldsOnly(input: CelInput, fields: readonly Field[]): CelInput {
  const copy: { object?: unknown } = {};
  for (const field of fields) field.copy(input, copy);
  return { object: {}, ...copy };
}

const TEXTS = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
const ROOTS = /(?<![.\w])(?:object|variables|c)(?![\w(])((?:\.\??\w+(?![\w(]))*)/g;

/** The fields that an expression depends on; undefined if it takes something as a whole. */
export function fieldsOf(expression: string): readonly string[] | undefined {
  const named = [...expression.replace(TEXTS, "''").matchAll(ROOTS)].map(([path]) => path.replaceAll('?', ''));
  const paths = [...new Set(named)].filter((path) => !named.some((other) => path.startsWith(`${other}.`)));
  return paths.some((path) => /^(?:object|c|variables(?:\.\w+)?)$/.test(path)) ? undefined : paths;
}
