import { areEqual, type Interval, type Intervals, intersect, NUMBERS, subtract, unite } from './intervals';

/** What a NetworkPolicy can speak of, in the order that ports are written in. Of ICMP and others Kubernetes says nothing. */
export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const;

export type Protocol = (typeof PROTOCOLS)[number];

export function isProtocol(text: unknown): text is Protocol {
  return PROTOCOLS.some((protocol) => protocol === text);
}

const FIRST_PORT = 1;
const LAST_PORT = 65_535;

export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= FIRST_PORT && (value as number) <= LAST_PORT;
}

const EVERY_PORT: Intervals<number> = [{ first: FIRST_PORT, last: LAST_PORT }];

type ByProtocol = Readonly<Record<Protocol, Intervals<number>>>;

/** Ports of each protocol, 1 to 65535. Immutable. */
export class PortSet {
  static readonly none = new PortSet({ SCTP: [], TCP: [], UDP: [] });
  static readonly all = new PortSet({ SCTP: EVERY_PORT, TCP: EVERY_PORT, UDP: EVERY_PORT });

  /** Ports of one protocol, both ends included. */
  static of(protocol: Protocol, first: number, last = first): PortSet {
    return first > last ? PortSet.none : new PortSet({ ...PortSet.none.intervals, [protocol]: [{ first, last }] });
  }

  /** Every port of one protocol. */
  static every(protocol: Protocol): PortSet {
    return PortSet.of(protocol, FIRST_PORT, LAST_PORT);
  }

  static union(sets: Iterable<PortSet>): PortSet {
    let united = PortSet.none;
    for (const set of sets) united = united.union(set);
    return united;
  }

  private constructor(private readonly intervals: ByProtocol) {}

  get isEmpty(): boolean {
    return PROTOCOLS.every((protocol) => this.intervals[protocol].length === 0);
  }

  get isAll(): boolean {
    return this === PortSet.all || this.equals(PortSet.all);
  }

  union(other: PortSet): PortSet {
    if (this === other || other === PortSet.none || this === PortSet.all) return this;
    if (this === PortSet.none || other === PortSet.all) return other;
    return this.combine(other, (mine, theirs) => unite(NUMBERS, [...mine, ...theirs]));
  }

  intersection(other: PortSet): PortSet {
    if (this === other || other === PortSet.all || this === PortSet.none) return this;
    if (this === PortSet.all || other === PortSet.none) return other;
    return this.combine(other, intersect);
  }

  difference(other: PortSet): PortSet {
    if (other === PortSet.none) return this;
    return this.combine(other, (mine, theirs) => subtract(NUMBERS, mine, theirs));
  }

  equals(other: PortSet): boolean {
    return this === other || PROTOCOLS.every((protocol) => areEqual(this.intervals[protocol], other.intervals[protocol]));
  }

  /** Whether all ports of another set are in this one. */
  includes(other: PortSet): boolean {
    return this === PortSet.all || other.difference(this).isEmpty;
  }

  has(protocol: Protocol, port: number): boolean {
    return this.intervals[protocol].some(({ first, last }) => first <= port && port <= last);
  }

  /** `All`, or e.g. `TCP 80,443,8000-8010,UDP 53`; `None` if there are none. */
  toString(): string {
    if (this.isAll) return 'All';
    const texts = PROTOCOLS.filter((protocol) => this.intervals[protocol].length > 0);
    return texts.map((protocol) => `${protocol} ${this.intervals[protocol].map(intervalText).join()}`).join() || 'None';
  }

  private combine(other: PortSet, operation: (mine: Intervals<number>, theirs: Intervals<number>) => Intervals<number>): PortSet {
    const of = (protocol: Protocol): Intervals<number> => operation(this.intervals[protocol], other.intervals[protocol]);
    const combined = new PortSet({ SCTP: of('SCTP'), TCP: of('TCP'), UDP: of('UDP') });
    return combined.isEmpty ? PortSet.none : combined;
  }
}

/** The parts that some sets cut a whole into: within a part, each set has all of its ports or none. */
export function portParts(whole: PortSet, sets: Iterable<PortSet>): PortSet[] {
  let parts = whole.isEmpty ? [] : [whole];
  for (const set of sets) {
    parts = parts.flatMap((part) => [part.intersection(set), part.difference(set)].filter(({ isEmpty }) => !isEmpty));
  }
  return parts;
}

function intervalText({ first, last }: Interval<number>): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
