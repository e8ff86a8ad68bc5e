import fc from 'fast-check';
import { AddressSet, rangeText } from '../../lib/reach/address-set';
import { type Cidr, parseCidr } from '../../lib/reach/cidr';

function cidr(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return range;
}

function setOf(...texts: string[]): AddressSet {
  return AddressSet.of(texts.map(cidr));
}

function textOf(set: AddressSet): string[] {
  return set.ranges.map(rangeText);
}

const anySet = fc
  .array(fc.tuple(fc.constantFrom(4 as const, 6 as const), fc.bigInt({ min: 0n, max: 12n }), fc.bigInt({ min: 0n, max: 4n })), {
    maxLength: 5,
  })
  .map((ranges) => AddressSet.of(ranges.map(([family, first, more]) => ({ family, first, last: first + more }))));

const points = ([4, 6] as const).flatMap((family) => Array.from({ length: 18 }, (_, value) => ({ family, value: BigInt(value) })));

describe('sets of addresses', () => {
  test.each([
    [setOf('10.0.0.0/8').complement(), ['0.0.0.0-9.255.255.255', '11.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']],
    [setOf('10.1.2.3/16'), ['10.1.0.0-10.1.255.255']],
    [setOf('10.0.0.1/32'), ['10.0.0.1-10.0.0.1']],
    [setOf('10.0.0.0/9', '10.128.0.0/9'), ['10.0.0.0-10.255.255.255']],
    [setOf('2001:db8::/32'), ['2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff']],
    [setOf('0.0.0.0/0', '::/0'), textOf(AddressSet.all)],
    [
      setOf('0.0.0.0/0').difference(setOf('10.0.0.0/8', '192.168.0.0/16')),
      ['0.0.0.0-9.255.255.255', '11.0.0.0-192.167.255.255', '192.169.0.0-255.255.255.255'],
    ],
    [AddressSet.all.complement(), []],
  ])('%#: are written %j', (set, ranges) => {
    expect(textOf(set)).toEqual(ranges);
  });

  test('combine address by address', () => {
    fc.assert(
      fc.property(anySet, anySet, (one, other) => {
        const combined = [one.union(other), one.intersection(other), one.difference(other), one.complement()];
        const isRight = (point: (typeof points)[number]): boolean => {
          const [inOne, inOther] = [one.has(point), other.has(point)];
          return `${combined.map((set) => set.has(point))}` === `${[inOne || inOther, inOne && inOther, inOne && !inOther, !inOne]}`;
        };

        expect(points.filter((point) => !isRight(point))).toEqual([]);
        expect(one.overlaps(other)).toBe(points.some((point) => one.has(point) && other.has(point)));
        expect(one.equals(other)).toBe(points.every((point) => one.has(point) === other.has(point)));
        expect(one.complement().complement().equals(one)).toBe(true);
      }),
      { seed: 9, numRuns: 100 },
    );
  });

  test('are cut where others begin and end, and nowhere else', () => {
    const pieces = setOf('0.0.0.0/0').pieces([setOf('10.0.0.0/8').difference(setOf('10.1.0.0/16')), setOf('255.255.255.255/32')]);

    expect(pieces.map(rangeText)).toEqual([
      '0.0.0.0-9.255.255.255',
      '10.0.0.0-10.0.255.255',
      '10.1.0.0-10.1.255.255',
      '10.2.0.0-10.255.255.255',
      '11.0.0.0-255.255.255.254',
      '255.255.255.255-255.255.255.255',
    ]);
  });

  test('are the sum of their pieces, within each of which another set has all addresses or none', () => {
    fc.assert(
      fc.property(anySet, fc.array(anySet, { maxLength: 3 }), (whole, sets) => {
        const pieces = whole.pieces(sets);

        expect(AddressSet.of(pieces).equals(whole)).toBe(true);
        for (const piece of pieces) {
          for (const set of sets) expect([0, 1]).toContain(AddressSet.of([piece]).pieces([set]).length);
        }
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});
