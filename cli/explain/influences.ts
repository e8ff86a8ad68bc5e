import type { Environment } from '../../lib';
import { Candidates } from './candidates';
import { otherValues } from './other-values';
import { isCarried, isSame, type Reading } from './reading';
import type { Attempt, Replay, Variation } from './replay';
import type { Spot } from './spots';

/** A line of the environments' sources without which, or with another value of which, a field is otherwise. */
export interface Influence {
  readonly spot: Spot;
  readonly value: unknown;
  /** Whether the field holds its value, rather than one that was chosen by it. */
  readonly isCarried: boolean;
  /** The field if it is left out; undefined if the class is refused then. */
  readonly without?: Reading;
  /** Why it cannot be left out. */
  readonly refusal?: string;
  /** The field with another value in its place. */
  readonly exchanged?: { readonly by: unknown; readonly field: Reading };
}

export interface Influences {
  readonly found: readonly Influence[];
  /** What the class cannot be made without, and no other value was found for. */
  readonly untold: readonly Untold[];
  /** What the field is as everything is written. */
  readonly before: Reading;
}

/** A line of which it cannot be told, and what it holds. */
export interface Untold {
  readonly spot: Spot;
  readonly value: unknown;
}

export interface Question {
  readonly replay: Replay;
  readonly environment: string;
  /** The other environments, whose values are tried in place of its own. */
  readonly others: readonly string[];
  readonly read: (environment: Environment) => Reading;
  /** Whether it is a field that the object is found by: then it is another object with another value. */
  readonly isIdentity: boolean;
  /** Told after each attempt. */
  readonly progress: () => void;
}

/** Leaves out every override of an environment, one at a time, and tells which ones a field depends on. */
export async function influencesOn(question: Question): Promise<Influences> {
  const { replay, environment, others, read } = question;
  const { value: before, notes } = await replay.noted(environment, read);
  const children = new Map<number | undefined, Spot[]>();
  for (const spot of replay.spots.values()) {
    if (notes.has(spot.id)) children.set(spot.parent, [...(children.get(spot.parent) ?? []), spot]);
  }
  const search: Search = { ...question, before, children, candidates: new Candidates(replay, notes, others, read) };
  const found: Influence[] = [];
  const untold: Untold[] = [];
  /** Whether a spot, or one that is written in it, was found: of a whole and its part the part is told. */
  const visit = async (spot: Spot): Promise<boolean> => {
    const verdict = await judged(search, spot, notes.get(spot.id)?.[0]?.value);
    if (verdict === 'none') return false;
    let isInside = false;
    for (const child of children.get(spot.id) ?? []) isInside = (await visit(child)) || isInside;
    if (isInside) return true;
    if (verdict !== 'untold') found.push(verdict);
    else if (!children.has(spot.id)) untold.push({ spot, value: notes.get(spot.id)?.[0]?.value });
    return verdict !== 'untold';
  };
  for (const spot of children.get(undefined) ?? []) await visit(spot);
  return { found, untold, before };
}

interface Search extends Question {
  readonly before: Reading;
  readonly children: ReadonlyMap<number | undefined, readonly Spot[]>;
  readonly candidates: Candidates;
}

/** Whether the field depends on a spot; `untold` where neither leaving it out nor another value works. */
async function judged(search: Search, spot: Spot, value: unknown): Promise<Influence | 'none' | 'untold'> {
  const { before, children, candidates } = search;
  const leftOut = await attempt(search, { spot: spot.id });
  if (leftOut.status === 'made') {
    if (isSame(leftOut.value, before)) return 'none';
    const exchange = await exchanged(search, spot, value, otherValues(value).slice(0, 2));
    return { spot, value, isCarried: false, without: leftOut.value, ...(typeof exchange === 'object' && exchange) };
  }
  if (children.has(spot.id)) return (await isIndependent(search, spot, value)) ? 'none' : 'untold';
  const exchange = await exchanged(search, spot, value, await candidates.of(spot, value));
  return typeof exchange === 'object' ? { spot, value, refusal: leftOut.message, ...exchange } : exchange;
}

/** Whether the field is the same with everything in a literal otherwise at once: then nothing in it has to be tried on its own. */
async function isIndependent(search: Search, spot: Spot, value: unknown): Promise<boolean> {
  for (const by of otherValues(value).slice(0, 2)) {
    const result = await attempt(search, { spot: spot.id, instead: { value: by } });
    if (result.status === 'made') return isSame(result.value, search.before);
  }
  return false;
}

/** Values with which the field has to be the same to be taken for independent. */
const ENOUGH = 2;

/** The first of other values with which the field is otherwise. */
async function exchanged(
  search: Search,
  spot: Spot,
  value: unknown,
  others: readonly unknown[],
): Promise<Pick<Influence, 'exchanged' | 'isCarried'> | 'none' | 'untold'> {
  let same = 0;
  for (const by of others) {
    if (same === ENOUGH) break;
    const result = await attempt(search, { spot: spot.id, instead: { value: by } });
    // Another name or namespace makes another object, which says nothing of this one's fields.
    if (result.status === 'refused' || (result.value.status === 'no object' && !search.isIdentity)) continue;
    if (!isSame(result.value, search.before)) {
      return { exchanged: { by, field: result.value }, isCarried: isCarried(value, search.before, by, result.value) };
    }
    same++;
  }
  return same > 0 ? 'none' : 'untold';
}

function attempt({ replay, environment, read, progress }: Search, variation: Variation): Promise<Attempt<Reading>> {
  progress();
  return replay.attempt(environment, read, variation);
}
