import type { LabelSelector } from './label-selector';
import type { LabelSpace } from './label-space';
import type { ValueSet } from './value-set';

/** That the labels of a subject are as a selector wants them. Subjects are told apart by name: `source`, `target`, `namespace a`. */
export interface Condition {
  readonly subject: string;
  /** What is known of the subject's labels. */
  readonly labels: LabelSpace;
  readonly selector: LabelSelector;
}

/** Labels of each subject, narrowed down. */
export type Possibility = ReadonlyMap<string, LabelSpace>;

/** What a condition asks of one key. */
interface Demand {
  readonly condition: Condition;
  readonly key: string;
  readonly wanted: ValueSet;
}

/**
 * Labels with which all conditions of one list hold, and of each other list at least one does not; undefined if there are none.
 * Not tried out but reasoned: what each key may be is cut down by what must hold, then each list is broken at one of its keys, short lists
 * first. At worst that takes time exponential in the longer lists, which are the policies that may select a pod.
 */
export function possibility(all: readonly Condition[], never: readonly (readonly Condition[])[] = []): Possibility | undefined {
  let known: Possibility | undefined = new Map();
  for (const demand of demandsOf(all)) known = known && narrow(known, demand, demand.wanted);
  return (
    known &&
    breakEach(
      known,
      never.map(demandsOf).sort((one, other) => one.length - other.length),
    )
  );
}

function breakEach(known: Possibility, [demands, ...others]: readonly (readonly Demand[])[]): Possibility | undefined {
  if (demands === undefined) return known;
  if (demands.some((demand) => narrow(known, demand, demand.wanted) === undefined)) return breakEach(known, others);
  for (const demand of demands) {
    const broken = narrow(known, demand, demand.wanted.complement());
    const found = broken && breakEach(broken, others);
    if (found !== undefined) return found;
  }
  return undefined;
}

function demandsOf(conditions: readonly Condition[]): Demand[] {
  return conditions.flatMap((condition) => [...condition.selector.requirements].map(([key, wanted]) => ({ condition, key, wanted })));
}

function narrow(known: Possibility, { condition: { subject, labels }, key }: Demand, wanted: ValueSet): Possibility | undefined {
  const before = known.get(subject) ?? labels;
  const values = before.at(key).intersection(wanted);
  return values.isEmpty ? undefined : new Map(known).set(subject, before.with(key, values));
}

/** Labels that something with free ones could be given so that some selectors select it and others do not; undefined if there are none. */
export function labelsThatMatch(
  labels: LabelSpace,
  wanted: readonly LabelSelector[],
  unwanted: readonly LabelSelector[] = [],
): LabelSpace | undefined {
  const condition = (selector: LabelSelector): Condition => ({ subject: 'it', labels, selector });
  const found = possibility(
    wanted.map(condition),
    unwanted.map((selector) => [condition(selector)]),
  );
  return found && (found.get('it') ?? labels);
}
