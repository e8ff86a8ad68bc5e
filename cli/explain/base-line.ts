import { type FieldStep, placeIn } from '../../lib';
import { otherValues } from './other-values';
import { isCarried, isSame, type Reading } from './reading';
import { type Noted, Replay } from './replay';
import type { Spot } from './spots';

/** A line of the library that a field's value is written in: with another value there, the field was otherwise. */
export interface BaseLine {
  readonly spot: Spot;
  /** Whether the value is written out there, rather than handed on. */
  readonly isWrittenOut: boolean;
}

export interface BaseQuestion {
  readonly root: string;
  readonly environment: string;
  /** Of the object, from its top. */
  readonly steps: readonly FieldStep[];
  readonly object: unknown;
  readonly read: (environment: import('../../lib').Environment) => Reading;
  /** Whether a file is one that made the object: what it holds under other keys is tried as well. */
  readonly isNear: (file: string) => boolean;
  readonly progress: () => void;
}

/** Lines that hold the value by chance are tried too; beyond these nobody waits. */
const MOST_TRIED = 60;

/**
 * The lines of the library that write a field, proven by other values in their place: those with the field's key first, then
 * those of the files that made the object. If none can be proven, the same for what the field is in.
 */
export async function baseLinesOf({ root, environment, steps, object, read, isNear, progress }: BaseQuestion): Promise<BaseLine[]> {
  const keys = steps.map((step, index) => keyIn(object, steps.slice(0, index), step));
  const wanted = new Set(steps.filter((step) => typeof step === 'string'));
  const replay = await Replay.of({
    root,
    readsLibrary: true,
    wants: (file, { key, isConstant }) => file.startsWith('lib/') && (isConstant || key === undefined || wanted.has(key) || isNear(file)),
  });
  const { value: before, notes } = await replay.noted(environment, read);
  for (let depth = steps.length; depth > 0; depth--) {
    const key = keys[depth - 1];
    if (key === undefined) continue;
    const value = placeIn(object, steps.slice(0, depth)).value;
    const lines = await provenAt(
      { replay, environment, read, before, progress, isNear },
      candidates(replay, notes, keysAt(steps, keys, depth), value, isNear),
      value,
    );
    if (lines.length > 0) return lines;
  }
  return [];
}

/** The key of a mapping that a step takes; undefined for an item of a list. */
function keyIn(object: unknown, above: readonly FieldStep[], step: FieldStep): string | undefined {
  return typeof step === 'number' || Array.isArray(placeIn(object, above).value) ? undefined : step;
}

/** The key of a field, and the name of the item that it is in: a variable is often written as `NAME: value`. */
function keysAt(steps: readonly FieldStep[], keys: readonly (string | undefined)[], depth: number): readonly FieldStep[] {
  return steps.slice(depth > 1 && keys[depth - 2] === undefined ? depth - 2 : depth - 1, depth);
}

/** Spots that held exactly this value: of the same key, constants, and those in one of the files. */
function candidates(
  replay: Replay,
  notes: ReadonlyMap<number, readonly Noted[]>,
  keys: readonly FieldStep[],
  value: unknown,
  isNear: BaseQuestion['isNear'],
): Spot[] {
  const text = JSON.stringify(value);
  const held = [...notes].filter(([, all]) => all.some((one) => isText(one.value, text)));
  const spots = held.map(([id, all]) => ({ spot: replay.spots.get(id) as Spot, isSameKey: keys.includes(all[0]?.key ?? '') }));
  const rank = ({ spot, isSameKey }: (typeof spots)[number]): number =>
    (isSameKey || spot.isConstant ? 0 : 2) + (isNear(spot.file) ? 0 : 1);
  return spots
    .filter(({ spot, isSameKey }) => isSameKey || spot.isConstant || isNear(spot.file))
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ spot }) => spot)
    .slice(0, MOST_TRIED);
}

function isText(value: unknown, text: string): boolean {
  if (typeof value === 'function' || value === undefined) return false;
  try {
    return JSON.stringify(value) === text;
  } catch {
    return false;
  }
}

type Trial = Pick<BaseQuestion, 'environment' | 'read' | 'progress' | 'isNear'> & { readonly replay: Replay; readonly before: Reading };

async function provenAt(
  { replay, environment, read, before, progress, isNear }: Trial,
  spots: readonly Spot[],
  value: unknown,
): Promise<BaseLine[]> {
  const proven: BaseLine[] = [];
  for (const spot of spots) {
    const instead = otherValues(value).slice(0, 2);
    for (const variation of [...instead.map((other) => ({ spot: spot.id, instead: { value: other } })), { spot: spot.id }]) {
      progress();
      const result = await replay.attempt(environment, read, variation);
      if (result.status === 'refused') continue;
      const isCertain = 'instead' in variation && result.value.status === 'set';
      const isMoved = isCertain ? isCarried(value, before, variation.instead.value, result.value) : !isSame(result.value, before);
      if (isMoved) proven.push({ spot, isWrittenOut: isWrittenOut(spot) });
      if (isMoved || 'instead' in variation) break;
    }
  }
  const rank = ({ spot, isWrittenOut }: BaseLine): number => (isWrittenOut ? 0 : 2) + (isNear(spot.file) ? 0 : 1);
  return proven.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether a value begins there, and is not put together of others alone. */
function isWrittenOut({ written }: Spot): boolean {
  return (
    /^(?:["'`\d]|true\b|false\b|-\d)/.test(written) ||
    (/^[{[]/.test(written) && /["'`\d]|\b(?:true|false)\b|^(?:\{\s*\}|\[\s*\])$/.test(written))
  );
}
