import fc from 'fast-check';
import { PortSet, type Protocol, portParts } from '../../lib/reach/port-set';

const protocol = fc.constantFrom<Protocol>('TCP', 'UDP', 'SCTP');

const anyPorts = fc
  .array(fc.tuple(protocol, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 4 })), { maxLength: 5 })
  .map((intervals) => PortSet.union(intervals.map(([name, first, more]) => PortSet.of(name, first, first + more))));

/** Every port that the sets above can hold, one by one. */
const points = (['TCP', 'UDP', 'SCTP'] as const).flatMap((name) => Array.from({ length: 18 }, (_, port) => [name, port + 1] as const));

describe('ports', () => {
  test.each([
    [PortSet.all, 'All'],
    [PortSet.none, 'None'],
    [PortSet.every('TCP'), 'TCP 1-65535'],
    [PortSet.union([PortSet.every('TCP'), PortSet.every('UDP'), PortSet.every('SCTP')]), 'All'],
    [
      PortSet.union([PortSet.of('UDP', 53), PortSet.of('TCP', 8000, 8010), PortSet.of('TCP', 443), PortSet.of('TCP', 80)]),
      'TCP 80,443,8000-8010,UDP 53',
    ],
    [PortSet.union([PortSet.of('TCP', 80), PortSet.of('TCP', 82), PortSet.of('TCP', 81)]), 'TCP 80-82'],
    [PortSet.of('TCP', 80, 90).union(PortSet.of('TCP', 85, 87)), 'TCP 80-90'],
    [PortSet.every('TCP').difference(PortSet.of('TCP', 80)), 'TCP 1-79,81-65535'],
    [PortSet.all.difference(PortSet.every('SCTP')), 'TCP 1-65535,UDP 1-65535'],
    [PortSet.of('SCTP', 7).union(PortSet.of('TCP', 65_535)), 'SCTP 7,TCP 65535'],
  ])('%#: are written %s', (set, text) => {
    expect(`${set}`).toBe(text);
  });

  test('combine point by point', () => {
    fc.assert(
      fc.property(anyPorts, anyPorts, (one, other) => {
        const [union, shared, left] = [one.union(other), one.intersection(other), one.difference(other)];
        const isRight = ([name, port]: (typeof points)[number]): boolean => {
          const [inOne, inOther] = [one.has(name, port), other.has(name, port)];
          const found = [union, shared, left].map((set) => set.has(name, port));
          return `${found}` === `${[inOne || inOther, inOne && inOther, inOne && !inOther]}`;
        };

        expect(points.filter((point) => !isRight(point))).toEqual([]);
      }),
      { seed: 9, numRuns: 100 },
    );
  });

  test('are equal exactly when they are written alike, and then hold the same', () => {
    fc.assert(
      fc.property(anyPorts, anyPorts, (one, other) => {
        expect(one.equals(other)).toBe(`${one}` === `${other}`);
        expect(one.equals(other)).toBe(points.every(([name, port]) => one.has(name, port) === other.has(name, port)));
        expect(one.includes(other)).toBe(one.union(other).equals(one));
        expect(one.isEmpty).toBe(`${one}` === 'None');
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  test('obey the laws of sets', () => {
    fc.assert(
      fc.property(anyPorts, anyPorts, anyPorts, (a, b, c) => {
        expect(`${a.union(b)}`).toBe(`${b.union(a)}`);
        expect(`${a.union(b).union(c)}`).toBe(`${a.union(b.union(c))}`);
        expect(`${a.intersection(b.union(c))}`).toBe(`${a.intersection(b).union(a.intersection(c))}`);
        expect(`${PortSet.all.difference(a.union(b))}`).toBe(`${PortSet.all.difference(a).intersection(PortSet.all.difference(b))}`);
        expect(`${PortSet.all.difference(PortSet.all.difference(a))}`).toBe(`${a}`);
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  test('are cut into parts that every set has or has not, which together are the whole', () => {
    fc.assert(
      fc.property(anyPorts, fc.array(anyPorts, { maxLength: 4 }), (whole, sets) => {
        const parts = portParts(whole, sets);

        expect(`${PortSet.union(parts)}`).toBe(`${whole}`);
        for (const part of parts) {
          for (const set of sets) expect(set.includes(part) || set.intersection(part).isEmpty).toBe(true);
          for (const other of parts) expect(part === other || part.intersection(other).isEmpty).toBe(true);
        }
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});
