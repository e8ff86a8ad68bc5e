import { BlockList, isIP } from 'node:net';

/** Whether an address lies in one of the ranges, in CIDR notation; those of the other version never match. */
export function contains(ranges: readonly string[], address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network, bits] = range.split('/') as [string, string];
    if (isIP(network) === version) list.addSubnet(network, Number(bits), familyOf(version));
  }
  return list.check(address, familyOf(version));
}

/** Whether two ranges have an address in common. */
export function overlap(one: string, other: string): boolean {
  const first = (range: string): string => range.split('/')[0] as string;
  return contains([one], first(other)) || contains([other], first(one));
}

function familyOf(version: number): 'ipv4' | 'ipv6' {
  return version === 4 ? 'ipv4' : 'ipv6';
}
