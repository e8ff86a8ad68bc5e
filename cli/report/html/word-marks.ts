import { diffWordsWithSpace } from 'diff';

/** A part of a line, marked if the other side has something else there. */
export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

/** Longer lines are data, in which single words say little and take long to find. */
const LONGEST = 2000;

/** Two lines about the same, with the words in which they differ marked. */
export function marked(before: string, after: string): { readonly before: readonly Piece[]; readonly after: readonly Piece[] } {
  if (before.length > LONGEST || after.length > LONGEST) return { before: [whole(before)], after: [whole(after)] };
  const parts = diffWordsWithSpace(before, after);
  return {
    before: parts.flatMap(({ value, added, removed }) => (added ? [] : [{ text: value, isMarked: removed }])),
    after: parts.flatMap(({ value, added, removed }) => (removed ? [] : [{ text: value, isMarked: added }])),
  };
}

function whole(text: string): Piece {
  return { text, isMarked: false };
}
