import type { Definitions, Schema } from './schema';

/** A schema made ready to be asked of many values: references are followed, and every field is looked up once. */
export class ReadySchema {
  readonly type: string | readonly string[] | undefined;
  /** The only values that there may be. */
  readonly choices: readonly unknown[] | undefined;
  readonly required: readonly string[] | undefined;
  /** Its type, if that is all it says: most alternatives are those of a port or a quantity, a text or a number. */
  readonly bareType: string | undefined;
  /** Whether it has alternatives or parts. */
  readonly combines: boolean;
  /** Whether it says more of a text or a number than its type and its choices. */
  readonly limitsScalars: boolean;
  readonly #definitions: Definitions;
  readonly #fields = new Map<string, ReadySchema | 'unknown' | 'anything'>();
  #anyOf: readonly ReadySchema[] | undefined;
  #allOf: readonly ReadySchema[] | undefined;
  #items: ReadySchema | undefined;

  constructor(
    readonly written: Schema,
    definitions: Definitions,
  ) {
    const { type, required, format, pattern, minLength, maxLength, minimum, maximum } = written;
    this.type = type;
    this.choices = written.const === undefined ? written.enum : [written.const];
    this.required = required;
    this.bareType = typeof type === 'string' && Object.keys(written).length === 1 ? type : undefined;
    this.combines = written.anyOf !== undefined || written.allOf !== undefined;
    this.limitsScalars = [format, pattern, minLength, maxLength, minimum, maximum].some((limit) => limit !== undefined);
    this.#definitions = definitions;
  }

  /** What is expected under a key. */
  field(key: string): ReadySchema | 'unknown' | 'anything' {
    let field = this.#fields.get(key);
    if (field === undefined) {
      field = this.#find(key);
      this.#fields.set(key, field);
    }
    return field;
  }

  get anyOf(): readonly ReadySchema[] | undefined {
    this.#anyOf ??= this.written.anyOf?.map((alternative) => this.#ready(alternative));
    return this.#anyOf;
  }

  get allOf(): readonly ReadySchema[] | undefined {
    this.#allOf ??= this.written.allOf?.map((part) => this.#ready(part));
    return this.#allOf;
  }

  get items(): ReadySchema | undefined {
    this.#items ??= this.written.items && this.#ready(this.written.items);
    return this.#items;
  }

  #find(key: string): ReadySchema | 'unknown' | 'anything' {
    const { properties = {}, additionalProperties = true } = this.written;
    if (Object.hasOwn(properties, key)) return this.#ready(properties[key] as Schema);
    if (typeof additionalProperties === 'object') return this.#ready(additionalProperties);
    return additionalProperties ? 'anything' : 'unknown';
  }

  #ready(schema: Schema): ReadySchema {
    return readySchema(schema, this.#definitions);
  }
}

const allReady = new WeakMap<Definitions, Map<Schema, ReadySchema>>();

/** The schema, or the one that it refers to, made ready. */
export function readySchema(reference: Schema, definitions: Definitions): ReadySchema {
  const { $ref } = reference;
  const written = $ref === undefined ? reference : (definitions[$ref.slice('#/definitions/'.length)] as Schema);
  const known = allReady.get(definitions) ?? new Map<Schema, ReadySchema>();
  allReady.set(definitions, known);
  const ready = known.get(written) ?? new ReadySchema(written, definitions);
  known.set(written, ready);
  return ready;
}
