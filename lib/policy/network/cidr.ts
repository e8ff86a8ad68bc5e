/** A range of addresses in CIDR notation, read as Go's net.ParseCIDR reads it. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** Bits that all its addresses share. */
  readonly prefix: number;
  /** Whether it is written by its first address; other bits are taken off when it is read. */
  readonly isExact: boolean;
}

/** A few ranges are named by thousands of policies. */
const ranges = new Map<string, Cidr | undefined>();

/** The range that a text stands for; undefined if it is none. */
export function parseCidr(text: string): Cidr | undefined {
  if (!ranges.has(text)) ranges.set(text, read(text));
  return ranges.get(text);
}

function read(text: string): Cidr | undefined {
  const [, address, length] = /^([0-9A-Fa-f.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (address === undefined) return undefined;
  const prefix = Number(length);
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const value = family === 4 ? ipv4(address) : ipv6(address);
  if (value === undefined || prefix > bits) return undefined;
  const others = (1n << BigInt(bits - prefix)) - 1n;
  const first = value - (value & others);
  return { family, first, last: first + others, prefix, isExact: first === value };
}

/** Whether all addresses of one are among those of another. */
export function isWithin(inner: Cidr, outer: Cidr): boolean {
  return inner.family === outer.family && outer.first <= inner.first && inner.last <= outer.last;
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const parts = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  if (!parts.every((groups) => groups !== undefined)) return undefined;
  const [before = [], after = []] = parts;
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<bigint>(missing).fill(0n), ...after];
  return groups.reduce((sum, group) => sum * 65536n + group, 0n);
}

/** Groups of sixteen bits; the last two of all may be written as an IPv4 address. */
function groupsOf(text: string, isLast: boolean): bigint[] | undefined {
  const groups: bigint[] = [];
  const parts = text === '' ? [] : text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const address = isLast && index === parts.length - 1 ? ipv4(part) : undefined;
    if (address === undefined) return undefined;
    groups.push(address / 65536n, address % 65536n);
  }
  return groups;
}
