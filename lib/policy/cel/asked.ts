import { type CelInput, celValue } from './evaluation';
import type { Field } from './field';

/** What conditions are asked about: as the manifest has it, and as CEL has it for conditions that take something as a whole. */
export class Asked {
  readonly #whole: Asked | undefined;
  readonly #numbers: number[] = [];
  #values: CelInput | undefined;

  /** @param whole the same without its container; containers of a pod share what is known of it */
  constructor(
    readonly plain: CelInput,
    whole?: Asked,
  ) {
    this.#whole = whole;
  }

  get values(): CelInput {
    this.#values ??= this.#whole === undefined ? valuesOf(this.plain) : { ...this.#whole.values, c: celValue(this.plain.c) };
    return this.#values;
  }

  /** The number of the value of a field. */
  numberOf(field: Field): number {
    if (this.#whole !== undefined && !field.isOfContainer) return this.#whole.numberOf(field);
    let number = this.#numbers[field.index];
    if (number === undefined) {
      number = field.numberOf(this.plain);
      this.#numbers[field.index] = number;
    }
    return number;
  }
}

function valuesOf({ object, variables, c }: CelInput): CelInput {
  return {
    object: celValue(object),
    ...(variables && { variables: celValue(variables) as NonNullable<CelInput['variables']> }),
    ...(c !== undefined && { c: celValue(c) }),
  };
}
