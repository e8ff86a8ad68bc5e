import { diffArrays } from 'diff';
import { marked, type Piece } from './word-marks';

/** A line of one side: its number and its text in pieces, those that changed marked. */
export interface Line {
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** A row of two columns: the same on both sides, or a line of either side that the other has not, or has otherwise. */
export type Row =
  | { readonly kind: 'same'; readonly before: number; readonly after: number; readonly text: string }
  | { readonly kind: 'changed'; readonly before?: Line; readonly after?: Line };

/** Edits after which two texts count as nothing alike; looking further would take time without telling more. */
const MOST_EDITS = 1500;

/** The lines of two texts beside each other. Changed lines stand beside each other where they are about the same key. */
export function rowsOf(before: string, after: string): Row[] {
  const rows: Row[] = [];
  let numbers = { before: 0, after: 0 };
  let gone: string[] = [];
  let come: string[] = [];
  const flush = (): void => {
    rows.push(...beside(gone, come, numbers));
    numbers = { before: numbers.before + gone.length, after: numbers.after + come.length };
    gone = [];
    come = [];
  };
  for (const { value, added, removed } of alignment(linesOf(before), linesOf(after))) {
    if (removed) gone.push(...value);
    else if (added) come.push(...value);
    else {
      flush();
      for (const text of value) {
        numbers = { before: numbers.before + 1, after: numbers.after + 1 };
        rows.push({ kind: 'same', ...numbers, text });
      }
    }
  }
  flush();
  return rows;
}

interface Part {
  readonly value: readonly string[];
  readonly added?: boolean;
  readonly removed?: boolean;
}

function alignment(before: string[], after: string[]): readonly Part[] {
  const whole = [
    { value: before, removed: true },
    { value: after, added: true },
  ];
  return diffArrays(before, after, { maxEditLength: MOST_EDITS }) ?? whole;
}

/** Without the empty one after the last line feed. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Lines that were replaced: those of one key in one row with their words compared, what is left over side by side as it comes. */
function beside(gone: readonly string[], come: readonly string[], numbers: { readonly before: number; readonly after: number }): Row[] {
  const rows: Row[] = [];
  const left: Line[] = [];
  const right: Line[] = [];
  let [before, after] = [0, 0];
  const line = (start: number, index: number, text: string): Line => ({ number: start + index + 1, pieces: [{ text, isMarked: false }] });
  const flush = (): void => {
    const count = Math.max(left.length, right.length);
    for (let index = 0; index < count; index++) rows.push({ kind: 'changed', ...sides(left[index], right[index]) });
    left.length = 0;
    right.length = 0;
  };
  for (const { value, added, removed } of alignment(gone.map(keyOf), come.map(keyOf))) {
    for (const _ of value) {
      if (removed) left.push(line(numbers.before, before, gone[before++] as string));
      else if (added) right.push(line(numbers.after, after, come[after++] as string));
      else {
        flush();
        const pieces = marked(gone[before] as string, come[after] as string);
        rows.push({
          kind: 'changed',
          before: { number: numbers.before + ++before, pieces: pieces.before },
          after: { number: numbers.after + ++after, pieces: pieces.after },
        });
      }
    }
  }
  flush();
  return rows;
}

function sides(before: Line | undefined, after: Line | undefined): { before?: Line; after?: Line } {
  return { ...(before && { before }), ...(after && { after }) };
}

/** What a line of YAML is about: its indentation and its key; list items without a key are alike. */
function keyOf(line: string): string {
  return /^\s*(?:- )?(?:"[^"]*":|[^\s:"]+:(?= |$))?/.exec(line)?.[0] ?? '';
}
