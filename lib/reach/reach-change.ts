import { compareText } from '../manifest/order';
import { rangeText } from './address-set';
import type { Answer } from './answer';
import { compareRanges } from './connection';
import { addressesAt, type End, type Ends, partsOf } from './ends';
import type { Direction } from './network-policy';
import { PortSet } from './port-set';
import { type RangeChange, type RangePorts, rangeChanges } from './reach-change-outside';
import type { Reachability } from './reachability';

/** How the ports of a pair differ: what is widened only adds some, what is narrowed only takes some away, what is changed does both. */
export type ReachChangeKind = 'new' | 'removed' | 'widened' | 'narrowed' | 'changed';

/** That a pair of ends can connect otherwise than before. */
export interface ReachChange {
  readonly change: ReachChangeKind;
  /** A workload as `namespace/Kind/name`, or addresses outside as `10.0.0.0-10.255.255.255`. */
  readonly from: string;
  readonly to: string;
  /** Ports as a connection has them; absent if there was none. */
  readonly before?: string;
  /** Absent if there is none any more. */
  readonly after?: string;
}

/** Two worlds that are compared. */
interface Worlds {
  readonly before: Reachability;
  readonly after: Reachability;
  readonly answer: Answer;
}

/**
 * The connections that may, or must, be possible in one of two worlds and not in the other, or on other ports. Each pair once, in the
 * order of connections; the outside in ranges, cut where the change is another one.
 */
export function* reachChanges(before: Reachability, after: Reachability, answer: Answer, ends: Ends = {}): Generator<ReachChange> {
  const worlds = { before, after, answer };
  const { from, to } = ends;
  const arriving = keysAt(worlds, to).flatMap((target) =>
    outside(worlds, target, 'Ingress', from).map((change) => ({ target, ...change })),
  );
  for (const { range, target, ...ports } of arriving.sort(
    (one, other) => compareRanges(one.range, other.range) || compareText(one.target, other.target),
  )) {
    yield reachChange(rangeText(range), target, ports);
  }
  for (const source of keysAt(worlds, from)) {
    for (const { range, ...ports } of outside(worlds, source, 'Egress', to)) yield reachChange(source, rangeText(range), ports);
    for (const { target, ...ports } of inside(worlds, source, to)) yield reachChange(source, target, ports);
  }
}

interface Ports {
  readonly before: PortSet;
  readonly after: PortSet;
}

function reachChange(from: string, to: string, { before, after }: Ports): ReachChange {
  return {
    change: kindOf(before, after),
    from,
    to,
    ...(!before.isEmpty && { before: `${before}` }),
    ...(!after.isEmpty && { after: `${after}` }),
  };
}

function kindOf(before: PortSet, after: PortSet): ReachChangeKind {
  if (before.isEmpty) return 'new';
  if (after.isEmpty) return 'removed';
  if (after.includes(before)) return 'widened';
  return before.includes(after) ? 'narrowed' : 'changed';
}

/** The workloads of both worlds at an end, by key. */
function keysAt({ before, after }: Worlds, end: End | undefined): string[] {
  const keys = new Set([...before.workloads.keys(), ...after.workloads.keys()]);
  return [...keys].filter((key) => isAt(key, end)).sort(compareText);
}

function isAt(key: string, end: End | undefined): boolean {
  return end === undefined || end.workloads?.has(key) === true;
}

function outside({ before, after, answer }: Worlds, key: string, direction: Direction, end: End | undefined): RangeChange[] {
  if (addressesAt(end).isEmpty) return [];
  const rangesIn = (world: Reachability): RangePorts[] => {
    const workload = world.workloads.get(key);
    const all = workload === undefined ? [] : world.outsideOf(workload, direction, answer);
    return all.flatMap(({ range, ports }) => partsOf(range, end).map((part) => ({ range: part, ports })));
  };
  return rangeChanges(rangesIn(before), rangesIn(after));
}

/** The workloads that a source can call otherwise than before, by key. */
function inside({ before, after, answer }: Worlds, source: string, end: End | undefined): (Ports & { readonly target: string })[] {
  const targetsIn = (world: Reachability): Map<string, PortSet> => {
    const workload = world.workloads.get(source);
    const all = workload === undefined ? [] : world.targetsOf(workload, answer);
    return new Map(all.flatMap(({ workload: { key }, ports }) => (isAt(key, end) ? [[key, ports]] : [])));
  };
  const [old, current] = [targetsIn(before), targetsIn(after)];
  return [...new Set([...old.keys(), ...current.keys()])].sort(compareText).flatMap((target) => {
    const [was, is] = [old.get(target) ?? PortSet.none, current.get(target) ?? PortSet.none];
    return was.equals(is) ? [] : [{ target, before: was, after: is }];
  });
}
