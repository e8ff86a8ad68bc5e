/** Whole numbers from first to last, both included. */
export interface Interval<Point> {
  readonly first: Point;
  readonly last: Point;
}

/** Intervals in order, none of which touches the next: a set has one way to be written, so that equal sets look equal. */
export type Intervals<Point> = readonly Interval<Point>[];

/** What is beside a point: ports are numbers, addresses are bigints. */
export interface Line<Point> {
  readonly next: (point: Point) => Point;
  readonly previous: (point: Point) => Point;
}

export const NUMBERS: Line<number> = { next: (point) => point + 1, previous: (point) => point - 1 };

export const BIGINTS: Line<bigint> = { next: (point) => point + 1n, previous: (point) => point - 1n };

/** The points that are in any of some intervals, which may come in any order and overlap. */
export function unite<Point>({ next }: Line<Point>, intervals: Iterable<Interval<Point>>): Intervals<Point> {
  const united: Interval<Point>[] = [];
  for (const interval of [...intervals].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const before = united.at(-1);
    if (before === undefined || next(before.last) < interval.first) united.push(interval);
    else if (before.last < interval.last) united[united.length - 1] = { first: before.first, last: interval.last };
  }
  return united;
}

/** The points that are in both. */
export function intersect<Point>(one: Intervals<Point>, other: Intervals<Point>): Intervals<Point> {
  const shared: Interval<Point>[] = [];
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    const [left, right] = [one[a] as Interval<Point>, other[b] as Interval<Point>];
    const first = left.first < right.first ? right.first : left.first;
    const last = left.last < right.last ? left.last : right.last;
    if (first <= last) shared.push({ first, last });
    if (left.last < right.last) a++;
    else b++;
  }
  return shared;
}

/** The points of one that are not in the other. */
export function subtract<Point>(line: Line<Point>, one: Intervals<Point>, other: Intervals<Point>): Intervals<Point> {
  return one.flatMap((interval) => {
    const left: Interval<Point>[] = [];
    let { first } = interval;
    for (const hole of other) {
      if (hole.last < first) continue;
      if (hole.first > interval.last) break;
      if (first < hole.first) left.push({ first, last: line.previous(hole.first) });
      first = line.next(hole.last);
    }
    if (first <= interval.last) left.push({ first, last: interval.last });
    return left;
  });
}

export function areEqual<Point>(one: Intervals<Point>, other: Intervals<Point>): boolean {
  return one.length === other.length && one.every(({ first, last }, at) => first === other[at]?.first && last === other[at]?.last);
}
