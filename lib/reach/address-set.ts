import { type Address, addressText, type Family, lastAddress } from './address';
import type { Cidr } from './cidr';
import { areEqual, BIGINTS, type Interval, type Intervals, intersect, subtract, unite } from './intervals';

export interface AddressRange extends Interval<bigint> {
  readonly family: Family;
}

export function isRange(value: object): value is AddressRange {
  return 'family' in value;
}

const FAMILIES = [4, 6] as const;

type ByFamily = Readonly<Record<Family, Intervals<bigint>>>;

/** IPv4 and IPv6 addresses. Immutable. */
export class AddressSet {
  static readonly none = new AddressSet({ 4: [], 6: [] });
  static readonly all = new AddressSet({ 4: [{ first: 0n, last: lastAddress(4) }], 6: [{ first: 0n, last: lastAddress(6) }] });

  static of(ranges: readonly (AddressRange | Cidr)[]): AddressSet {
    const intervals = (family: Family): Intervals<bigint> =>
      unite(
        BIGINTS,
        ranges.flatMap((range) => (range.family === family ? [{ first: range.first, last: range.last }] : [])),
      );
    return new AddressSet({ 4: intervals(4), 6: intervals(6) });
  }

  private constructor(private readonly intervals: ByFamily) {}

  get isEmpty(): boolean {
    return FAMILIES.every((family) => this.intervals[family].length === 0);
  }

  /** Its ranges in order, IPv4 first, none of which touches the next. */
  get ranges(): AddressRange[] {
    return FAMILIES.flatMap((family) => this.intervals[family].map((interval) => ({ family, ...interval })));
  }

  union(other: AddressSet): AddressSet {
    return this.combine(other, (mine, theirs) => unite(BIGINTS, [...mine, ...theirs]));
  }

  intersection(other: AddressSet): AddressSet {
    return this.combine(other, intersect);
  }

  difference(other: AddressSet): AddressSet {
    return this.combine(other, (mine, theirs) => subtract(BIGINTS, mine, theirs));
  }

  complement(): AddressSet {
    return AddressSet.all.difference(this);
  }

  equals(other: AddressSet): boolean {
    return FAMILIES.every((family) => areEqual(this.intervals[family], other.intervals[family]));
  }

  overlaps(other: AddressSet): boolean {
    return !this.intersection(other).isEmpty;
  }

  has({ family, value }: Address): boolean {
    return this.intervals[family].some(({ first, last }) => first <= value && value <= last);
  }

  /** Its ranges, cut wherever one of some sets begins or ends: within a piece, each of them has all addresses or none. */
  pieces(sets: readonly AddressSet[]): AddressRange[] {
    return FAMILIES.flatMap((family) => {
      const starts = [...new Set(sets.flatMap((set) => startsIn(set.intervals[family])))].sort((a, b) => (a < b ? -1 : 1));
      return this.intervals[family].flatMap((interval) => {
        const cuts = [interval.first, ...starts.filter((start) => interval.first < start && start <= interval.last)];
        return cuts.map((first, at) => ({ family, first, last: (cuts[at + 1] ?? interval.last + 1n) - 1n }));
      });
    });
  }

  private combine(other: AddressSet, operation: (mine: Intervals<bigint>, theirs: Intervals<bigint>) => Intervals<bigint>): AddressSet {
    return new AddressSet({ 4: operation(this.intervals[4], other.intervals[4]), 6: operation(this.intervals[6], other.intervals[6]) });
  }
}

/** `10.0.0.0-10.255.255.255`; one address alone is both ends. */
export function rangeText({ family, first, last }: AddressRange): string {
  return `${addressText({ family, value: first })}-${addressText({ family, value: last })}`;
}

/** Where being in a set, or out of it, begins. */
function startsIn(intervals: Intervals<bigint>): bigint[] {
  return intervals.flatMap(({ first, last }) => [first, last + 1n]);
}
