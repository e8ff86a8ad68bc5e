import { bitsOf, type Family, parseAddress } from './address';

/** A range of addresses in CIDR notation. */
export interface Cidr {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
  /** Bits that all its addresses share. */
  readonly prefix: number;
  /** Whether it is written by its first address; other bits are taken off when it is read. */
  readonly isExact: boolean;
  /** Whether it is a range of IPv4 addresses in the clothes of IPv6 ones, which implementations read either way. */
  readonly isMapped: boolean;
}

/** A few ranges are named by thousands of policies. */
const ranges = new Map<string, Cidr | undefined>();

/** The range that a text stands for, as Go's net.ParseCIDR reads it; undefined if it is none. */
export function parseCidr(text: string): Cidr | undefined {
  if (!ranges.has(text)) ranges.set(text, read(text));
  return ranges.get(text);
}

function read(text: string): Cidr | undefined {
  const [, start, length] = /^([0-9A-Fa-f.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = start === undefined ? undefined : parseAddress(start);
  const prefix = Number(length);
  if (address === undefined || prefix > bitsOf(address.family)) return undefined;
  const { family, value } = address;
  const others = (1n << BigInt(bitsOf(family) - prefix)) - 1n;
  const first = value - (value & others);
  return { family, first, last: first + others, prefix, isExact: first === value, isMapped: family === 6 && first >> 32n === 0xffffn };
}

/** Whether all addresses of one are among those of another. */
export function isWithin(inner: Cidr, outer: Cidr): boolean {
  return inner.family === outer.family && outer.first <= inner.first && inner.last <= outer.last;
}
