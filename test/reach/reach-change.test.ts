import fc from 'fast-check';
import { parseAddress } from '../../lib/reach/address';
import { type AddressRange, AddressSet } from '../../lib/reach/address-set';
import type { Answer } from '../../lib/reach/answer';
import { parseCidr } from '../../lib/reach/cidr';
import { type Connection, connections } from '../../lib/reach/connection';
import type { End, Ends } from '../../lib/reach/ends';
import { landing } from '../../lib/reach/landing';
import { type ReachChange, type ReachChangeKind, reachChanges } from '../../lib/reach/reach-change';
import type { ReachObject } from '../../lib/reach/reach-world';
import { Reachability } from '../../lib/reach/reachability';
import { randomWorld } from './brute-force/random-world';
import { allow, deny, pod, pods, policy } from './small-world';

function told(before: readonly ReachObject[], after: readonly ReachObject[], ends: Ends = {}): string[] {
  const changes = reachChanges(new Reachability({ objects: before }), new Reachability({ objects: after }), 'may', ends);
  return [...changes].map(
    ({ change, from, to, before: was = '', after: is = '' }) => `${change}: ${from} → ${to}, ${`${was} → ${is}`.trim()}`,
  );
}

describe('what changed of who reaches whom', () => {
  const closed = [pod('a/web'), pod('a/db'), deny('a', 'Egress', 'Ingress')];
  const open = [...closed, policy('a/out', { ...pods('web'), policyTypes: ['Egress'], egress: [{}] })];
  const on = (...ports: readonly unknown[]): ReachObject[] => [...open, allow('a/db', [pods('web')], ports)];
  const port = (number: number): object => ({ port: number });
  const block = (cidr: string): object => ({ ipBlock: { cidr } });
  const from = (...cidrs: string[]): ReachObject[] => [...closed, allow('a/db', cidrs.map(block), [port(80)])];
  const into = (name: string, cidr: string, number: number): ReachObject =>
    policy(name, { ...pods('db'), ingress: [{ from: [block(cidr)], ports: [port(number)] }] });
  const everywhere = (before: string, after: string): string[] => [
    `${before}0.0.0.0-255.255.255.255${after}`,
    `${before}::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff${after}`,
  ];

  test.each<[string, readonly ReachObject[], readonly ReachObject[], string[]]>([
    ['nothing', on(port(80)), on(port(80)), []],
    ['the same in other words', on(port(80), port(81)), on({ port: 80, endPort: 81 }), []],
    ['a pair that opens', open, on(port(80)), ['new: a/Pod/web → a/Pod/db, → TCP 80']],
    ['a pair that closes', on(), open, ['removed: a/Pod/web → a/Pod/db, All →']],
    ['a port more', on(port(80)), on(port(80), port(443)), ['widened: a/Pod/web → a/Pod/db, TCP 80 → TCP 80,443']],
    ['a port less', on(port(80), port(443)), on(port(80)), ['narrowed: a/Pod/web → a/Pod/db, TCP 80,443 → TCP 80']],
    ['another port', on(port(80), port(81)), on(port(80), port(82)), ['changed: a/Pod/web → a/Pod/db, TCP 80-81 → TCP 80,82']],
    ['another protocol', on(port(53)), on({ port: 53, protocol: 'UDP' }), ['changed: a/Pod/web → a/Pod/db, TCP 53 → UDP 53']],
    ['a workload that comes and may call nobody', closed, [...closed, pod('a/job')], []],
    [
      'one that comes and may call',
      on(port(80)),
      [...on(port(80)), pod('a/web2', { app: 'web' })],
      [...everywhere('new: a/Pod/web2 → ', ', → All'), 'new: a/Pod/web2 → a/Pod/db, → TCP 80'],
    ],
    ['a range outside', closed, from('10.0.0.0/8'), ['new: 10.0.0.0-10.255.255.255 → a/Pod/db, → TCP 80']],
    ['the same range in two halves', from('10.0.0.0/8'), from('10.0.0.0/9', '10.128.0.0/9'), []],
    [
      'a range that grows: only the part that is new',
      from('10.1.0.0/16'),
      from('10.0.0.0/8'),
      ['new: 10.0.0.0-10.0.255.255 → a/Pod/db, → TCP 80', 'new: 10.2.0.0-10.255.255.255 → a/Pod/db, → TCP 80'],
    ],
    ['a part that is gone', from('10.0.0.0/8'), from('10.0.0.0/9'), ['removed: 10.128.0.0-10.255.255.255 → a/Pod/db, TCP 80 →']],
    [
      'ranges that are cut where the change is another one',
      [...closed, into('a/x', '10.0.0.0/8', 80)],
      [...closed, into('a/x', '10.0.0.0/9', 80), into('a/y', '10.0.0.0/10', 81)],
      ['widened: 10.0.0.0-10.63.255.255 → a/Pod/db, TCP 80 → TCP 80-81', 'removed: 10.128.0.0-10.255.255.255 → a/Pod/db, TCP 80 →'],
    ],
    ['the way out', [pod('a/web'), deny('a', 'Egress')], [pod('a/web')], everywhere('new: a/Pod/web → ', ', → All')],
    [
      'a world that was empty',
      [],
      [pod('a/web'), deny('a', 'Ingress'), pod('b/db')],
      [
        ...everywhere('new: ', ' → b/Pod/db, → All'),
        ...everywhere('new: a/Pod/web → ', ', → All'),
        'new: a/Pod/web → b/Pod/db, → All',
        ...everywhere('new: b/Pod/db → ', ', → All'),
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  test('between some ends is the part of it that is asked for', () => {
    const range = (cidr: string): End => ({ addresses: AddressSet.of([parseCidr(cidr) ?? []].flat()) });
    const [before, after] = [from('10.1.0.0/16'), [...from('10.0.0.0/8'), ...open]];

    expect(told(before, after, { from: range('10.2.3.0/24') })).toEqual(['new: 10.2.3.0-10.2.3.255 → a/Pod/db, → TCP 80']);
    expect(told(before, after, { from: { workloads: new Set(['a/Pod/web']) }, to: range('2001:db8::/32') })).toEqual([
      'new: a/Pod/web → 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, → All',
    ]);
    expect(told(before, after, { to: { workloads: new Set(['a/Pod/web']) } })).toEqual([]);
  });
});

test('of closed worlds no more pairs are looked at than connect', () => {
  const count = 200;
  const chain = (length: number): ReachObject[] => [
    deny('a', 'Ingress'),
    ...Array.from({ length: count }, (_, index) => pod(`a/p${index}`)),
    ...Array.from({ length }, (_, index) => allow(`a/p${index}`, [pods(`p${index + 1}`)], [{ port: 80 }])),
  ];
  const [before, after] = [100, 110].map((length) => new Reachability({ objects: chain(length) })) as [Reachability, Reachability];
  const asked = jest.spyOn(Reachability.prototype, 'ports');

  expect([...reachChanges(before, after, 'may')]).toHaveLength(10);
  expect(asked.mock.calls.length).toBeLessThan(2 * count);
  asked.mockRestore();
});

const MIRRORED: Readonly<Record<ReachChangeKind, ReachChangeKind>> = {
  new: 'removed',
  removed: 'new',
  widened: 'narrowed',
  narrowed: 'widened',
  changed: 'changed',
};

function mirrored({ change, from, to, before, after }: ReachChange): ReachChange {
  return {
    change: MIRRORED[change],
    from,
    to,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
  };
}

const isOutside = (end: string): boolean => !end.includes('/');

function rangeOf(text: string): AddressRange {
  const [first, last] = text.split('-').map((end) => parseAddress(end));
  if (first === undefined || last === undefined) throw new Error(`${text} is no range`);
  return { family: first.family, first: first.value, last: last.value };
}

/** Where in the outside anything begins: between two such addresses everything is the same. */
function points(ends: readonly string[]): AddressRange[] {
  return AddressSet.all.pieces(ends.filter(isOutside).map((end) => AddressSet.of([rangeOf(end)])));
}

/** A table by pair, the outside one piece at a time. */
function cells(rows: readonly Connection[], pieces: readonly AddressRange[]): Map<string, string> {
  const within = (end: string): string[] => {
    if (!isOutside(end)) return [end];
    const { family, first, last } = rangeOf(end);
    return pieces.flatMap((piece) =>
      piece.family === family && first <= piece.first && piece.last <= last ? [`${family} ${piece.first}`] : [],
    );
  };
  return new Map(
    rows.flatMap(({ from, to, ports }) => within(from).flatMap((one) => within(to).map((other) => [`${one} → ${other}`, ports] as const))),
  );
}

describe('of any two worlds', () => {
  const isPolicy = ({ kind }: { readonly kind: string }): boolean => kind === 'NetworkPolicy';
  /** Of the same workloads half of the time. */
  const worlds = fc
    .tuple(randomWorld, randomWorld, fc.constantFrom<Answer>('may', 'must'), fc.boolean())
    .map(([one, other, answer, isAlike]) => {
      const second = isAlike ? [...one.filter((object) => !isPolicy(object)), ...other.filter(isPolicy)] : other;
      return [one, second, answer] as const;
    });
  const reachability = (manifests: readonly ReachObject['manifest'][]): Reachability =>
    new Reachability({ objects: manifests.map((manifest) => landing(manifest, 'default')) });

  test('a world is as itself', () => {
    fc.assert(
      fc.property(randomWorld, fc.constantFrom<Answer>('may', 'must'), (manifests, answer) => {
        expect([...reachChanges(reachability(manifests), reachability([...manifests]), answer)]).toEqual([]);
      }),
      { seed: 21, numRuns: 25 },
    );
  });

  test('the way back is the mirror image of the way there, in the same order', () => {
    fc.assert(
      fc.property(worlds, ([one, other, answer]) => {
        const [before, after] = [reachability(one), reachability(other)];

        expect([...reachChanges(after, before, answer)]).toEqual([...reachChanges(before, after, answer)].map(mirrored));
      }),
      { seed: 22, numRuns: 25 },
    );
  });

  test('the changes make the one table of the other, name each pair once and nothing that stays', () => {
    let seen = 0;
    fc.assert(
      fc.property(worlds, ([one, other, answer]) => {
        const [before, after] = [reachability(one), reachability(other)];
        const [old, current, changes] = [
          [...connections(before, answer)],
          [...connections(after, answer)],
          [...reachChanges(before, after, answer)],
        ];
        const pieces = points([...old, ...current, ...changes].flatMap(({ from, to }) => [from, to]));
        const side = (ports: (change: ReachChange) => string | undefined): Map<string, string> =>
          cells(
            changes.map((change) => ({ from: change.from, to: change.to, ports: ports(change) ?? 'None' })),
            pieces,
          );
        const [was, is, table] = [side((change) => change.before), side((change) => change.after), cells(old, pieces)];

        expect([...was].filter(([pair, ports]) => (table.get(pair) ?? 'None') !== ports || is.get(pair) === ports)).toEqual([]);
        for (const [pair, ports] of is) {
          if (ports === 'None') table.delete(pair);
          else table.set(pair, ports);
        }
        expect([...table].sort()).toEqual([...cells(current, pieces)].sort());
        expect(new Set(changes.map(({ from, to }) => `${from} ${to}`)).size).toBe(changes.length);
        seen += changes.length;
      }),
      { seed: 23, numRuns: 25 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
