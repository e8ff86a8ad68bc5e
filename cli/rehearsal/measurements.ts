import { REPORT } from '../../lib';

/** What a rehearsal measured, as the line of its log has it. */
export interface Measurements {
  readonly url: string;
  readonly paths: readonly string[];
  /** Requests that were to be sent, and that were. */
  readonly planned: number;
  readonly sent: number;
  /** Of answers; absent where there were none. */
  readonly milliseconds: Readonly<Partial<Record<'median' | 'p95' | 'p99' | 'most', number>>>;
  readonly objectives: readonly MeasuredObjective[];
  readonly steps: readonly MeasuredStep[];
}

export interface MeasuredObjective {
  readonly name: string;
  /** Share of requests that is promised. */
  readonly objective: number;
  readonly seconds?: number;
  /** Share that was measured; null where nothing was sent. */
  readonly measured: number | null;
}

export interface MeasuredStep {
  readonly rate: number;
  readonly seconds: number;
  readonly measured: Readonly<Record<string, number | null>>;
}

/** The measurements in a log; undefined if it has none, or half of them. */
export function measurementsIn(lines: readonly string[]): Measurements | undefined {
  const line = lines.findLast((each) => each.startsWith(REPORT));
  if (line === undefined) return undefined;
  try {
    const { rehearsal } = JSON.parse(line) as { readonly rehearsal: Measurements };
    return Array.isArray(rehearsal.objectives) && rehearsal.objectives.length > 0 && Array.isArray(rehearsal.steps) ? rehearsal : undefined;
  } catch {
    return undefined;
  }
}

/** An objective held against what was measured. */
export interface Verdict {
  readonly name: string;
  readonly promised: number;
  readonly measured: number | null;
  /** How much more was measured than was promised; below zero, less. */
  readonly margin: number | null;
  /** Share of what may go wrong that did; above one it is missed. */
  readonly budgetUsed: number | null;
  readonly isMet: boolean;
}

/** Share of the planned requests that has to be sent: without them the others say little, since whoever waits sends none. */
const SENT = 0.99;

/** The verdicts on each objective, and on whether the load was put on at all. */
export function verdictsOn({ objectives, planned, sent }: Measurements): Verdict[] {
  const shares = objectives.map(({ name, objective, seconds, measured }) => ({
    name: seconds === undefined ? name : `${name} within ${seconds} s`,
    promised: objective,
    measured,
  }));
  // One or two more than planned are sent where steps meet.
  const load = { name: 'load', promised: SENT, measured: planned === 0 ? null : Math.min(1, sent / planned) };
  return [...shares, load].map(({ name, promised, measured }) => ({
    name,
    promised,
    measured,
    margin: measured === null ? null : rounded(measured - promised),
    budgetUsed: measured === null || promised === 1 ? null : rounded((1 - measured) / (1 - promised)),
    isMet: measured !== null && measured >= promised,
  }));
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
