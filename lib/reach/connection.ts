import { compareText } from '../manifest/order';
import { type AddressRange, rangeText } from './address-set';
import type { Answer } from './answer';
import { addressesAt, type End, type Ends, partsOf, workloadsAt } from './ends';
import type { Direction } from './network-policy';
import type { PortSet } from './port-set';
import type { Reachability } from './reachability';
import type { Workload } from './workload';

/** That connections can be opened: one pair of ends, all of its ports. */
export interface Connection {
  /** A workload as `namespace/Kind/name`, or addresses outside as `10.0.0.0-10.255.255.255`. */
  readonly from: string;
  readonly to: string;
  /** `All`, or e.g. `TCP 80,443,8000-8010,UDP 53`. */
  readonly ports: string;
}

/**
 * Every connection that may, or must, be possible, each pair once; pairs that cannot connect are left out, a workload with itself as well.
 * In order: what comes from outside by range and target, then by source what goes outside by range and what goes to other workloads.
 * One at a time, as open worlds have as many as they have pairs.
 */
export function* connections(reachability: Reachability, answer: Answer, ends: Ends = {}): Generator<Connection> {
  const { from, to } = ends;
  const targets = workloadsAt(reachability, to);
  const arriving = targets.flatMap((workload) =>
    outside(reachability, workload, 'Ingress', answer, from).map((part) => ({ ...part, to: workload.key })),
  );
  for (const { range, to: target, ports } of arriving.sort(
    (one, other) => compareRanges(one.range, other.range) || compareText(one.to, other.to),
  )) {
    yield { from: rangeText(range), to: target, ports: `${ports}` };
  }
  const inside = callsInside(reachability, answer, ends, targets);
  for (const workload of workloadsAt(reachability, from)) {
    const { key: source } = workload;
    for (const { range, ports } of outside(reachability, workload, 'Egress', answer, to)) {
      yield { from: source, to: rangeText(range), ports: `${ports}` };
    }
    for (const { target, ports } of inside(workload)) yield { from: source, to: target, ports: `${ports}` };
  }
}

/** A range outside, or the part of it that is asked for. */
interface Part {
  readonly range: AddressRange;
  readonly ports: PortSet;
}

function outside(reachability: Reachability, workload: Workload, direction: Direction, answer: Answer, end: End | undefined): Part[] {
  if (addressesAt(end).isEmpty) return [];
  return reachability
    .outsideOf(workload, direction, answer)
    .flatMap(({ range, ports }) => partsOf(range, end).map((part) => ({ range: part, ports })));
}

/** A connection as its source sees it. */
interface Call {
  readonly target: string;
  readonly ports: PortSet;
}

/** What a source calls inside. Where few targets are asked for and any source, each target is asked who calls it, not each source whom. */
function callsInside(
  reachability: Reachability,
  answer: Answer,
  { from, to }: Ends,
  targets: readonly Workload[],
): (source: Workload) => readonly Call[] {
  if (to === undefined || from !== undefined) {
    const keys = new Set(targets.map(({ key }) => key));
    return (source) =>
      reachability
        .targetsOf(source, answer)
        .flatMap(({ workload, ports }) => (keys.has(workload.key) ? [{ target: workload.key, ports }] : []));
  }
  const calls = new Map<string, Call[]>();
  for (const target of targets) {
    for (const { workload, ports } of reachability.sourcesOf(target, answer)) {
      const own = calls.get(workload.key) ?? [];
      own.push({ target: target.key, ports });
      calls.set(workload.key, own);
    }
  }
  return ({ key }) => calls.get(key) ?? [];
}

/** By family, then by address. */
export function compareRanges(one: AddressRange, other: AddressRange): number {
  return one.family - other.family || compareBig(one.first, other.first) || compareBig(one.last, other.last);
}

function compareBig(one: bigint, other: bigint): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
