/**
 * What one label of an object may be: one of some values or any but some, present or absent.
 * Every requirement of a selector is such a set, and so is all that is known of a label; they are closed under and, or and not.
 */
export class ValueSet {
  static readonly nothing = new ValueSet(new Set(), false, false);
  static readonly absent = new ValueSet(new Set(), false, true);
  static readonly present = new ValueSet(new Set(), true, false);
  static readonly anything = new ValueSet(new Set(), true, true);

  static oneOf(values: Iterable<string>): ValueSet {
    return new ValueSet(new Set(values), false, false);
  }

  private constructor(
    /** The values, or those that are left out. */
    private readonly listed: ReadonlySet<string>,
    private readonly isAllBut: boolean,
    private readonly mayBeAbsent: boolean,
  ) {}

  /** The values in it; undefined if they are endlessly many, or if absence is among them. */
  get values(): ReadonlySet<string> | undefined {
    return this.isAllBut || this.mayBeAbsent ? undefined : this.listed;
  }

  /** Every value that is named, in it or left out of it. */
  get mentioned(): ReadonlySet<string> {
    return this.listed;
  }

  get isEmpty(): boolean {
    return !this.isAllBut && !this.mayBeAbsent && this.listed.size === 0;
  }

  /** Whether nothing but absence is in it. */
  get isAbsent(): boolean {
    return this.mayBeAbsent && !this.isAllBut && this.listed.size === 0;
  }

  intersection(other: ValueSet): ValueSet {
    const mayBeAbsent = this.mayBeAbsent && other.mayBeAbsent;
    if (!this.isAllBut)
      return new ValueSet(
        filter(this.listed, (value) => other.has(value)),
        false,
        mayBeAbsent,
      );
    if (!other.isAllBut)
      return new ValueSet(
        filter(other.listed, (value) => this.has(value)),
        false,
        mayBeAbsent,
      );
    return new ValueSet(new Set([...this.listed, ...other.listed]), true, mayBeAbsent);
  }

  complement(): ValueSet {
    return new ValueSet(this.listed, !this.isAllBut, !this.mayBeAbsent);
  }

  /** Whether whatever is in another set is in this one. */
  includes(other: ValueSet): boolean {
    return other.intersection(this.complement()).isEmpty;
  }

  has(value: string): boolean {
    return this.listed.has(value) !== this.isAllBut;
  }

  /** One value in it; undefined stands for absence, which comes first. */
  example(): string | undefined {
    if (this.mayBeAbsent) return undefined;
    if (!this.isAllBut) return [...this.listed].sort()[0];
    for (let number = 1; ; number++) if (!this.listed.has(`any-${number}`)) return `any-${number}`;
  }

  /** The same for equal sets: `=a|b`, `!a|b`, with `?` where it may be absent. */
  toString(): string {
    return `${this.isAllBut ? '!' : '='}${[...this.listed].sort().join('|')}${this.mayBeAbsent ? '?' : ''}`;
  }
}

function filter(values: ReadonlySet<string>, isWanted: (value: string) => boolean): ReadonlySet<string> {
  return new Set([...values].filter(isWanted));
}
