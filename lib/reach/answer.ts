import { PortSet, portParts } from './port-set';
import { type Condition, possibility } from './possibility';
import type { Ground, Side } from './side';

/**
 * What is asked: whether a connection *may* be opened, by whatever labels and addresses turn out to be, which matters for what must be closed;
 * or whether it *must* be possible to open it, however they turn out, which matters for what must be open.
 */
export type Answer = 'may' | 'must';

/** What holds for several pods that count as one: what any of them may do, what each of them surely can. */
export function combined(ports: readonly PortSet[], answer: Answer): PortSet {
  if (answer === 'may') return PortSet.union(ports);
  const [first = PortSet.none, ...others] = ports;
  return others.reduce((shared, set) => shared.intersection(set), first);
}

/** The ports that all sides of a connection let through. */
export function portsThrough(sides: readonly Side[], answer: Answer): PortSet {
  return answer === 'may' ? possiblePortsThrough(sides) : sides.reduce((ports, side) => ports.intersection(sureAt(side)), PortSet.all);
}

/** A way for a side to let ports through: with labels for which some conditions hold, and of each other list one does not. */
interface Way {
  readonly ports: PortSet;
  readonly all: readonly Condition[];
  readonly never: readonly (readonly Condition[])[];
}

/** A port gets through if labels are possible with which each side has a way for it: the same labels for all sides. */
function possiblePortsThrough(sides: readonly Side[]): PortSet {
  let ways: readonly Way[] = [{ ports: PortSet.all, all: [], never: [] }];
  for (const side of sides) {
    if (side.isBeyondPolicies) continue;
    const more = waysOf(side);
    ways = ways.flatMap((way) => more.map((other) => both(way, other))).filter(({ ports }) => !ports.isEmpty);
  }
  let found = PortSet.none;
  for (const { ports, all, never } of ways) {
    if (!found.includes(ports) && possibility(all, never) !== undefined) found = found.union(ports);
  }
  return found;
}

/** That no policy selects the pods, and each ground; those without conditions are one way. */
function waysOf({ isolations, grounds }: Side): Way[] {
  const [sure, unsure] = divide(grounds);
  const certain: Way = { ports: PortSet.union(sure.map(({ possible }) => possible)), all: [], never: [] };
  const ways = unsure.map(({ possible, conditions }): Way => ({ ports: possible, all: conditions, never: [] }));
  const isIsolated = isolations.some(({ conditions }) => conditions.length === 0);
  const open: Way[] = isIsolated ? [] : [{ ports: PortSet.all, all: [], never: isolations.map(({ conditions }) => conditions) }];
  return [certain, ...open, ...ways].filter(({ ports }) => !ports.isEmpty);
}

function both(one: Way, other: Way): Way {
  return { ports: one.ports.intersection(other.ports), all: [...one.all, ...other.all], never: [...one.never, ...other.never] };
}

/** A port surely gets through a side unless labels are possible with which a policy selects the pods and no ground holds for the port. */
function sureAt({ isolations, grounds }: Side): PortSet {
  if (isolations.length === 0) return PortSet.all;
  const [sure, unsure] = divide(grounds);
  const certain = PortSet.union(sure.map((ground) => ground.sure));
  const doubtful = portParts(
    PortSet.all.difference(certain),
    unsure.map((ground) => ground.sure),
  );
  const isDenied = (part: PortSet): boolean => {
    const allowing = unsure.filter((ground) => ground.sure.includes(part)).map(({ conditions }) => conditions);
    return isolations.some(({ conditions }) => possibility(conditions, allowing) !== undefined);
  };
  return certain.union(PortSet.union(doubtful.filter((part) => !isDenied(part))));
}

/** Grounds that hold in any case, and those that depend on labels. */
function divide(grounds: readonly Ground[]): [sure: Ground[], unsure: Ground[]] {
  return [grounds.filter(({ conditions }) => conditions.length === 0), grounds.filter(({ conditions }) => conditions.length > 0)];
}
