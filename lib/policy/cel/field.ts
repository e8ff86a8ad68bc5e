import { isMapping } from '../../manifest/manifest';

/** A field that conditions name, as a path from what they are asked about: `c.resources.limits`. */
export class Field {
  readonly isOfContainer: boolean;
  readonly #path: readonly string[];
  readonly #numbers = new Map<string, number>();

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

  /** A number for its value, the same for the same value. */
  numberOf(input: object): number {
    const text = this.#textOf(input);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    if (number === this.#numbers.size) this.#numbers.set(text, number);
    return number;
  }

  /** Its value, or how far the path to it goes: what is asked of a field depends on whether the one above it is there. */
  #textOf(input: object): string {
    let value: unknown = input;
    for (let depth = 0; depth < this.#path.length; depth++) {
      if (!isMapping(value)) return `~${depth}${JSON.stringify(value)}`;
      value = value[this.#path[depth] as string];
    }
    return String(JSON.stringify(value));
  }
}

const fields = new Map<string, Field>();

const TEXTS = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
const ROOTS = /(?<![.\w])(?:object|variables|c)(?![\w(])((?:\.\??\w+(?![\w(]))*)/g;

/** The fields that an expression depends on; undefined if it takes something as a whole. */
export function fieldsOf(expression: string): readonly string[] | undefined {
  const named = [...expression.replace(TEXTS, "''").matchAll(ROOTS)].map(([path]) => path.replaceAll('?', ''));
  const paths = [...new Set(named)].filter((path) => !named.some((other) => path.startsWith(`${other}.`)));
  return paths.some((path) => /^(?:object|c|variables(?:\.\w+)?)$/.test(path)) ? undefined : paths;
}
