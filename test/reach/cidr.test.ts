import { isWithin, parseCidr } from '../../lib/reach/cidr';

describe('parseCidr', () => {
  test.each([
    ['10.0.0.0/8', { family: 4, first: 0x0a000000n, last: 0x0affffffn, prefix: 8, isExact: true, isMapped: false }],
    ['10.1.2.3/16', { family: 4, first: 0x0a010000n, last: 0x0a01ffffn, prefix: 16, isExact: false, isMapped: false }],
    ['255.255.255.255/32', { family: 4, first: 0xffffffffn, last: 0xffffffffn, prefix: 32, isExact: true, isMapped: false }],
    ['0.0.0.0/0', { family: 4, first: 0n, last: 0xffffffffn, prefix: 0, isExact: true, isMapped: false }],
    ['::/0', { family: 6, first: 0n, last: 2n ** 128n - 1n, prefix: 0, isExact: true, isMapped: false }],
    ['::1/128', { family: 6, first: 1n, last: 1n, prefix: 128, isExact: true, isMapped: false }],
    ['1::/16', { family: 6, first: 1n << 112n, last: (2n << 112n) - 1n, prefix: 16, isExact: true, isMapped: false }],
    [
      '1:2:3:4:5:6:7:8/128',
      {
        family: 6,
        first: 0x10002000300040005000600070008n,
        last: 0x10002000300040005000600070008n,
        prefix: 128,
        isExact: true,
        isMapped: false,
      },
    ],
    ['::FFFF:1.2.3.4/128', { family: 6, first: 0xffff01020304n, last: 0xffff01020304n, prefix: 128, isExact: true, isMapped: true }],
    [
      '1:2:3:4:5:6:1.2.3.4/128',
      {
        family: 6,
        first: 0x10002000300040005000601020304n,
        last: 0x10002000300040005000601020304n,
        prefix: 128,
        isExact: true,
        isMapped: false,
      },
    ],
    [
      '1:2:3:4:5:6:7::/112',
      {
        family: 6,
        first: 0x10002000300040005000600070000n,
        last: 0x1000200030004000500060007ffffn,
        prefix: 112,
        isExact: true,
        isMapped: false,
      },
    ],
  ])('reads %s', (text, range) => {
    expect(parseCidr(text)).toEqual(range);
  });

  test.each([
    '',
    '/8',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0/8',
    '01.0.0.0/8',
    '256.0.0.0/8',
    '::/129',
    '1:2/16',
    '1::2::/32',
    ':::/0',
    '1.2.3.4::/96',
    '1:2:3:4:5:6:7:8::/128',
    '10.0.0.0/8/8',
    ' 10.0.0.0/8',
  ])('does not read "%s"', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('isWithin', () => {
  const within = (inner: string, outer: string): boolean => {
    const [one, other] = [parseCidr(inner), parseCidr(outer)];
    return one !== undefined && other !== undefined && isWithin(one, other);
  };

  test.each([
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.1.0.0/16', false],
    ['11.0.0.0/16', '10.0.0.0/8', false],
    ['9.255.0.0/16', '10.0.0.0/8', false],
    ['0.0.0.0/8', '::/0', false],
  ])('%s within %s: %s', (inner, outer, expected) => {
    expect(within(inner, outer)).toBe(expected);
  });
});
