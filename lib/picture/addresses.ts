import { groupBy } from '../manifest/group-by';
import { type AddressSet, rangeText } from '../reach/address-set';
import type { Connection } from '../reach/connection';
import { isOutside } from './membrane';

/** Ranges that are told before the rest is counted. */
const TOLD = 3;

/**
 * The same connections, with one end in place of all ranges of addresses that connect alike.
 * @param everywhere all addresses that count as outside
 */
export function alikeAsOne(connections: readonly Connection[], everywhere: AddressSet): Connection[] {
  const ways = new Map<string, string[]>();
  const note = (key: string, way: string): void => {
    if (isOutside(key)) ways.set(key, [...(ways.get(key) ?? []), way]);
  };
  for (const { from, to, ports } of connections) {
    note(from, JSON.stringify(['to', to, ports]));
    note(to, JSON.stringify(['from', from, ports]));
  }
  const every = everywhere.ranges.map(rangeText).join();
  const names = new Map<string, string>();
  for (const alike of groupBy(ways.keys(), (key) => `${ways.get(key)}`).values()) {
    const name = alike.join() === every ? 'any address outside' : alike.join(', ');
    for (const key of alike) names.set(key, name);
  }
  const joined = connections.map(({ from, to, ports }) => ({ from: names.get(from) ?? from, to: names.get(to) ?? to, ports }));
  return [...new Map(joined.map((connection) => [JSON.stringify(connection), connection])).values()];
}

/** What people read of addresses: the first ranges a line each, and how many more there are. */
export function addressLabel(key: string): string {
  const ranges = key.split(', ');
  const more = ranges.length - TOLD;
  return [...ranges.slice(0, TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
