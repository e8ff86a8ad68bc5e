export type Family = 4 | 6;

/** An IP address as a number of 32 or 128 bits. */
export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

export function bitsOf(family: Family): number {
  return family === 4 ? 32 : 128;
}

export function lastAddress(family: Family): bigint {
  return (1n << BigInt(bitsOf(family))) - 1n;
}

/** The address that a text stands for, as Go's netip reads it: no leading zeros, no zone. Undefined if it is none. */
export function parseAddress(text: string): Address | undefined {
  const family: Family = text.includes(':') ? 6 : 4;
  const value = family === 4 ? ipv4(text) : ipv6(text);
  return value === undefined ? undefined : { family, value };
}

/** An address as it is written, an IPv6 one as RFC 5952 wants it. */
export function addressText({ family, value }: Address): string {
  return family === 4 ? ipv4Text(value) : ipv6Text(value);
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const parts = halves.map((half, index) => groupsIn(half, index === halves.length - 1));
  if (!parts.every((groups) => groups !== undefined)) return undefined;
  const [before = [], after = []] = parts;
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<bigint>(missing).fill(0n), ...after];
  return groups.reduce((sum, group) => sum * 65_536n + group, 0n);
}

/** Groups of sixteen bits; the last two of all may be written as an IPv4 address. */
function groupsIn(text: string, isLast: boolean): bigint[] | undefined {
  const groups: bigint[] = [];
  const parts = text === '' ? [] : text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const address = isLast && index === parts.length - 1 ? ipv4(part) : undefined;
    if (address === undefined) return undefined;
    groups.push(address / 65_536n, address % 65_536n);
  }
  return groups;
}

function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

/** IPv4 addresses inside IPv6 ones are `::ffff:10.0.0.1` (RFC 5952, section 5). */
function ipv6Text(value: bigint): string {
  if (value >> 32n === 0xffffn) return `::ffff:${ipv4Text(value & 0xffffffffn)}`;
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** The longest run of zero groups, the first of several. */
function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== '0') start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  }
  return longest;
}
