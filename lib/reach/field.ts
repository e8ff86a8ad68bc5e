import { fieldPath, isMapping, ownValue, type Problem } from '../manifest/manifest';
import { shown } from '../manifest/name';

/** A field of a manifest on its way to becoming something typed: what is not as it must be is written down, and reading goes on. */
export class Field {
  /** @param place its path, or the field that it is in and its key or index there: most paths nobody asks for */
  constructor(
    readonly value: unknown,
    private readonly place: string | readonly [parent: Field, step: string | number],
    private readonly problems: Problem[],
  ) {}

  get path(): string {
    return typeof this.place === 'string' ? this.place : fieldPath(this.place[0].path, this.place[1]);
  }

  /** A null is a field that is left out, as the API server reads it. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  at(key: string): Field {
    return new Field(isMapping(this.value) ? ownValue(this.value, key) : undefined, [this, key], this.problems);
  }

  /** Whether it is a mapping with no other keys than these, or left out. Otherwise that is written down. */
  isMappingOf(...keys: readonly string[]): boolean {
    if (this.isAbsent) return true;
    if (!isMapping(this.value)) {
      this.refuse(`is ${spoken(this.value)}, not a mapping`);
      return false;
    }
    const strangers = Object.keys(this.value).filter((key) => !keys.includes(key));
    for (const key of strangers) this.at(key).refuse(`is no field that is known here; known are ${keys.join(', ')}`);
    return strangers.length === 0;
  }

  /** What a mapping holds; nothing if it is left out. */
  entries(): [string, Field][] {
    if (this.isAbsent) return [];
    if (isMapping(this.value)) return Object.keys(this.value).map((key) => [key, this.at(key)]);
    this.refuse(`is ${spoken(this.value)}, not a mapping`);
    return [];
  }

  /** What a list holds; nothing if it is left out. */
  items(): Field[] {
    if (this.isAbsent) return [];
    if (Array.isArray(this.value)) return this.value.map((item, index) => new Field(item, [this, index], this.problems));
    this.refuse(`is ${spoken(this.value)}, not a list`);
    return [];
  }

  /** Its text; undefined if it is left out or no text. */
  text(): string | undefined {
    if (typeof this.value === 'string') return this.value;
    if (!this.isAbsent) this.refuse(`is ${spoken(this.value)}, not a text`);
    return undefined;
  }

  refuse(message: string): void {
    this.problems.push({ field: this.path, message });
  }
}

/** A value as messages show it. */
export function spoken(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  return typeof value === 'string' ? `"${shown(value)}"` : String(value);
}
