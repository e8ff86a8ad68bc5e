import fc from 'fast-check';
import { AddressSet } from '../../lib/reach/address-set';
import { parseCidr } from '../../lib/reach/cidr';
import { type Connection, connections } from '../../lib/reach/connection';
import type { Ends } from '../../lib/reach/ends';
import { landing } from '../../lib/reach/landing';
import type { ReachObject } from '../../lib/reach/reach-world';
import { Reachability } from '../../lib/reach/reachability';
import { randomWorld } from './brute-force/random-world';
import { allow, deny, pod } from './small-world';

const range = (cidr: string): AddressSet => AddressSet.of([parseCidr(cidr) ?? []].flat());

function rows(objects: readonly ReachObject[], ends: Ends): string[] {
  return [...connections(new Reachability({ objects }), 'may', ends)].map(({ from, to, ports }) => `${from} → ${to}: ${ports}`);
}

describe('connections between some ends', () => {
  const objects = [
    pod('a/web'),
    pod('b/db'),
    deny('a', 'Egress'),
    deny('b', 'Egress', 'Ingress'),
    allow('b/db', [{ ipBlock: { cidr: '10.0.0.0/8' } }]),
  ];

  test('show of the outside the part that is asked for', () => {
    const web = { workloads: new Set(['a/Pod/web']) };

    expect(rows(objects, { from: { addresses: range('10.1.0.0/16') } })).toEqual([
      '10.1.0.0-10.1.255.255 → a/Pod/web: All',
      '10.1.0.0-10.1.255.255 → b/Pod/db: All',
    ]);
    expect(rows(objects, { from: { addresses: range('8.0.0.0/5') }, to: web })).toEqual(['8.0.0.0-15.255.255.255 → a/Pod/web: All']);
    expect(rows(objects, { from: web, to: { addresses: range('10.1.0.0/16') } })).toEqual([]);
  });

  test.each([
    ['from', (key: string, other: string): Ends => ({ from: { workloads: new Set([key, other]) } })],
    ['to', (key: string, other: string): Ends => ({ to: { workloads: new Set([key, other]) } })],
    ['between', (key: string, other: string): Ends => ({ from: { workloads: new Set([key]) }, to: { workloads: new Set([other]) } })],
  ])('are those of all connections, in the same order: %s', (_, endsOf) => {
    fc.assert(
      fc.property(randomWorld, fc.constantFrom('may', 'must'), fc.nat(), fc.nat(), (manifests, answer, one, other) => {
        const reachability = new Reachability({ objects: manifests.map((manifest) => landing(manifest, 'default')) });
        const keys = [...reachability.workloads.keys()];
        const ends = endsOf(keys[one % keys.length] ?? '', keys[other % keys.length] ?? '');
        const isAsked = ({ from, to }: Connection): boolean =>
          (ends.from?.workloads?.has(from) ?? true) && (ends.to?.workloads?.has(to) ?? true);

        expect([...connections(reachability, answer, ends)]).toEqual([...connections(reachability, answer)].filter(isAsked));
      }),
      { seed: 12, numRuns: 25 },
    );
  });
});
