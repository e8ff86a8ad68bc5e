import { objectKey } from '../manifest/identity';
import { type ReachChange, type ReachChangeKind, reachChanges } from '../reach/reach-change';
import type { ClusterRanges } from '../reach/reach-world';
import type { Ranked } from './consequence';
import { type EnvironmentFile, fileOf } from './environment-file';
import { ReachSide, type WorkloadPlace } from './reach-side';
import { listed } from './wording';

/** An environment before and after a change: all of its files, as who reaches whom depends on all of them. */
export interface ReachInput {
  readonly before: readonly EnvironmentFile[];
  readonly after: readonly EnvironmentFile[];
  /** Addresses of the cluster, taken to be the same on both sides. @default unknown */
  readonly ranges?: ClusterRanges;
}

/** Which pairs may connect otherwise, and the two sides that tell. */
export interface ReachDifference extends Sides {
  readonly changes: readonly ReachChange[];
}

/** Undefined where it cannot be told. */
export function reachDifference(environment: string, input: ReachInput): ReachDifference | undefined {
  const { before, after } = sidesOf(environment, input);
  if (after.problems.length > 0 || before.problems.length > 0) return undefined;
  return { before, after, changes: [...reachChanges(before.reachability, after.reachability, 'may')] };
}

/** Who may connect to whom and could not before, or could and may no longer; or that it cannot be told. */
export function reachabilityConsequences(environment: string, input: ReachInput): Ranked[] {
  const sides = sidesOf(environment, input);
  if (sides.after.problems.length > 0) return [undecided(environment, sides.after, UNTOLD)];
  if (sides.before.problems.length > 0) return [undecided(environment, sides.before, 'cannot decide who reached whom before')];
  return [...reachChanges(sides.before.reachability, sides.after.reachability, 'may')].map((change) => told(environment, sides, change));
}

interface Sides {
  readonly before: ReachSide;
  readonly after: ReachSide;
}

function sidesOf(environment: string, { before, after, ranges }: ReachInput): Sides {
  return { before: new ReachSide(environment, before, ranges), after: new ReachSide(environment, after, ranges) };
}

const UNDECIDED = 100;
const UNTOLD = 'cannot decide who reaches whom';

function undecided(environment: string, { problems }: ReachSide, what: string): Ranked {
  const [first] = problems;
  const texts = problems.map(({ file, field, message }) => {
    const where = [fileOf(environment, file.path), field].filter(Boolean).join(' ');
    return `${where}: ${message.replace(`: ${UNTOLD}`, '')}`;
  });
  return {
    risk: 'reachability',
    environment,
    component: first?.file.component ?? '',
    object: first?.manifest === undefined ? '' : objectKey(first.manifest),
    file: fileOf(environment, first?.file.path ?? ''),
    change: 'changed',
    summary: `${what}: ${listed(texts)}`,
    fields: [],
    weight: UNDECIDED,
  };
}

/** Told of the target, and of the source where the target is outside. */
function told(environment: string, sides: Sides, change: ReachChange): Ranked {
  const workload = isOutside(change.to) ? change.from : change.to;
  const [before, after] = [sides.before.placeOf(workload), sides.after.placeOf(workload)];
  const { key, file } = (after ?? before) as WorkloadPlace;
  return {
    risk: 'reachability',
    environment,
    component: file.component || (before?.file.component ?? ''),
    object: key,
    file: fileOf(environment, file.path),
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    summary: summaryOf(change),
    fields: [],
    weight: weightOf(change, sides),
  };
}

/** Ranges have no slash, workloads have. */
function isOutside(end: string): boolean {
  return !end.includes('/');
}

function summaryOf({ change, from, to, before = '', after = '' }: ReachChange): string {
  const on = (ports: string): string => `on ${ports === 'All' ? 'all ports' : ports}`;
  switch (change) {
    case 'new':
      return `${from} may now connect to ${to} ${on(after)}`;
    case 'removed':
      return `${from} may no longer connect to ${to} ${on(before)}`;
    default:
      return `${from} may connect to ${to} on ${EXTENTS[change]} ports: ${before} → ${after}`;
  }
}

const EXTENTS = { widened: 'more', narrowed: 'fewer', changed: 'other' } as const;

/** What opens weighs more than what closes. */
const WEIGHTS: Readonly<Record<ReachChangeKind, number>> = { new: 3, widened: 2, changed: 2, narrowed: 1, removed: 1 };

/** Stores first, then whatever the outside may call, each kind of change after the other. */
function weightOf({ change, from, to }: ReachChange, { before, after }: Sides): number {
  const end = before.isStore(to) || after.isStore(to) ? 20 : isOutside(from) ? 10 : 0;
  return end + WEIGHTS[change];
}
