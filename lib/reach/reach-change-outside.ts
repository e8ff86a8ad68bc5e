import { type AddressRange, AddressSet } from './address-set';
import { PortSet } from './port-set';

/** Addresses outside with the ports on which they are connected to some pods. */
export interface RangePorts {
  readonly range: AddressRange;
  readonly ports: PortSet;
}

/** Addresses outside that are connected otherwise than before. */
export interface RangeChange {
  readonly range: AddressRange;
  readonly before: PortSet;
  readonly after: PortSet;
}

/** What differs between two lists of ranges, in order: cut where either of them changes, so that another cutting alone is no difference. */
export function rangeChanges(before: readonly RangePorts[], after: readonly RangePorts[]): RangeChange[] {
  const ranges = [...before, ...after].map(({ range }) => range);
  const pieces = AddressSet.of(ranges).pieces(ranges.map((range) => AddressSet.of([range])));
  return pieces.flatMap((range) => {
    const [was, is] = [portsOf(range, before), portsOf(range, after)];
    return was.equals(is) ? [] : [{ range, before: was, after: is }];
  });
}

/** Of a piece that each of the ranges has wholly or not at all. */
function portsOf({ family, first, last }: AddressRange, ranges: readonly RangePorts[]): PortSet {
  const found = ranges.find(({ range }) => range.family === family && range.first <= first && last <= range.last);
  return found?.ports ?? PortSet.none;
}
