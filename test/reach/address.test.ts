import fc from 'fast-check';
import { addressText, parseAddress } from '../../lib/reach/address';

describe('addresses', () => {
  test.each([
    ['10.0.0.255', '10.0.0.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8::00:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:1::', '0:0:1::'],
    ['::ffff:10.1.2.3', '::ffff:10.1.2.3'],
    ['::10.1.2.3', '::a01:203'],
  ])('%s is written %s (RFC 5952)', (text, canonical) => {
    const address = parseAddress(text);

    expect(address && addressText(address)).toBe(canonical);
  });

  test.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4.5',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    'g::',
    '::1%eth0',
    '1.2.3.4::',
  ])('"%s" is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test('are read as they are written', () => {
    const zeros = fc.array(fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 0xffffn })), { minLength: 8, maxLength: 8 });
    const ipv6 = zeros.map((groups) => ({ family: 6 as const, value: groups.reduce((sum, group) => sum * 65_536n + group, 0n) }));
    const ipv4 = fc.bigInt({ min: 0n, max: 0xffffffffn }).map((value) => ({ family: 4 as const, value }));
    fc.assert(
      fc.property(fc.oneof(ipv6, ipv4), (address) => {
        expect(parseAddress(addressText(address))).toEqual(address);
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});
