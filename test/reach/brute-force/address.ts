/** Every address is written as its bits, so that a block is a common prefix and nothing needs arithmetic. */

/** 32 characters of 0 and 1 for IPv4, 128 for IPv6. IPv4 written inside IPv6 (`::ffff:10.0.0.1`) is IPv6. */
export function bitsOf(address: string): string {
  if (!address.includes(':')) {
    const bytes = address.split('.').map(Number);
    if (bytes.length !== 4 || bytes.some((byte) => !(Number.isInteger(byte) && byte >= 0 && byte <= 255))) {
      throw new Error(`${address} is no IPv4 address`);
    }
    return bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  }
  const dotted = /(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted !== null) {
    return bitsOf(`${dotted[1]}0:0`).slice(0, 96) + bitsOf(dotted[2] ?? '');
  }
  const [left = '', right, ...more] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(left);
  const after = groups(right ?? '');
  const between = right === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array.from({ length: Math.max(between, 0) }, () => '0'), ...after];
  if (more.length > 0 || all.length !== 8 || !all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) {
    throw new Error(`${address} is no IPv6 address`);
  }
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** The address in the shortest usual form: RFC 5952 for IPv6. */
export function addressOf(bits: string): string {
  if (bits.length === 32) {
    return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)).join('.');
  }
  const groups = (bits.match(/.{16}/g) ?? []).map((group) => Number.parseInt(group, 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** The bits that all addresses of a block begin with. Bits after the prefix length are ignored: 10.1.2.3/16 is 10.1.0.0/16. */
function commonBits(cidr: string): { readonly family: number; readonly prefix: string } {
  const [address = '', length = ''] = cidr.split('/');
  const bits = bitsOf(address);
  if (!/^\d+$/.test(length) || Number(length) > bits.length) {
    throw new Error(`${cidr} is no block of addresses`);
  }
  return { family: bits.length, prefix: bits.slice(0, Number(length)) };
}

/** Whether the address with these bits lies in the block; never when one is IPv4 and the other IPv6. */
export function contains(cidr: string, bits: string): boolean {
  const { family, prefix } = commonBits(cidr);
  return bits.length === family && bits.startsWith(prefix);
}

export function firstOf(cidr: string): string {
  const { family, prefix } = commonBits(cidr);
  return addressOf(prefix.padEnd(family, '0'));
}

export function lastOf(cidr: string): string {
  const { family, prefix } = commonBits(cidr);
  return addressOf(prefix.padEnd(family, '1'));
}

/** The address one before (-1) or after (1), `undefined` beyond the ends. */
export function neighbour(address: string, step: 1 | -1): string | undefined {
  const bits = bitsOf(address);
  const number = BigInt(`0b${bits}`) + BigInt(step);
  return number < 0n || number >= 2n ** BigInt(bits.length) ? undefined : addressOf(number.toString(2).padStart(bits.length, '0'));
}
