import type { Labels } from '../manifest/manifest';
import { ValueSet } from './value-set';

/** What is known of the labels of a pod or a namespace: for each key what it may be. Immutable. */
export class LabelSpace {
  /** Labels that could be any. */
  static readonly free = new LabelSpace(new Map(), ValueSet.anything);

  /** Labels that are known to the last. */
  static exactly(labels: Labels): LabelSpace {
    return LabelSpace.of(Object.entries(labels).map(([key, value]) => [key, ValueSet.oneOf([value])]));
  }

  /** Labels of which these keys are all that there are; of a key that is given twice, what is said last. */
  static of(labels: Iterable<readonly [string, ValueSet]>): LabelSpace {
    return new LabelSpace(new Map(labels), ValueSet.absent);
  }

  private constructor(
    /** Of the keys that something particular is known of. */
    readonly known: ReadonlyMap<string, ValueSet>,
    /** Of every other key. */
    readonly others: ValueSet,
  ) {}

  at(key: string): ValueSet {
    return this.known.get(key) ?? this.others;
  }

  /** The same, with something else known of a key. */
  with(key: string, values: ValueSet): LabelSpace {
    return new LabelSpace(new Map(this.known).set(key, values), this.others);
  }

  /** Labels that fit, as few as there can be. */
  example(): Labels {
    const labels = [...this.known].map(([key, values]) => [key, values.example()] as const);
    return Object.fromEntries(labels.filter((label): label is [string, string] => label[1] !== undefined));
  }

  toString(): string {
    return [...this.known]
      .map(([key, values]) => `${key}${values}`)
      .sort()
      .concat(`*${this.others}`)
      .join(',');
  }
}
