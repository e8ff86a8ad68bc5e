/** A text that the first environment has where the second has another, and what declares it. */
export interface Exchange {
  /** E.g. `cluster fact domain`. */
  readonly reason: string;
  readonly from: string;
  readonly to: string;
  /** Counts in objects of this component only. @default everywhere */
  readonly component?: string;
}

/**
 * What has to be exchanged to turn one text into the other; undefined if no exchange does it. Everything else must be the
 * same to the letter, and a text is exchanged as a whole word only: `dev` in `dist/dev/apps`, not in `developer`.
 */
export function exchanged(before: string, after: string, exchanges: readonly Exchange[]): Exchange[] | undefined {
  const usable = exchanges.filter(({ from, to }) => before.includes(from) && after.includes(to));
  const dead = new Set<number>();

  const walk = (start: number, startAfter: number): Exchange[] | undefined => {
    let [i, j] = [start, startAfter];
    for (;;) {
      if (i === before.length && j === after.length) return [];
      const place = i * (after.length + 1) + j;
      if (dead.has(place)) return undefined;
      for (const exchange of usable) {
        const { from, to } = exchange;
        if (!standsAt(before, from, i) || !standsAt(after, to, j)) continue;
        const rest = walk(i + from.length, j + to.length);
        if (rest !== undefined) return [exchange, ...rest];
      }
      dead.add(place);
      if (i === before.length || before[i] !== after[j]) return undefined;
      [i, j] = [i + 1, j + 1];
    }
  };
  return walk(0, 0);
}

/** Whether a text holds a word at a place: its neighbours continue neither its letters nor its digits. */
function standsAt(text: string, word: string, at: number): boolean {
  if (!text.startsWith(word, at)) return false;
  return !continues(text[at - 1], word[0]) && !continues(text[at + word.length], word[word.length - 1]);
}

/** A digit goes on in digits (`7d` begins with the number 7), a letter in both. */
function continues(neighbour: string | undefined, edge: string | undefined): boolean {
  if (neighbour === undefined || edge === undefined || !/[\p{L}\d]/u.test(edge)) return false;
  return /\d/.test(edge) ? /[\d]/.test(neighbour) : /[\p{L}\d]/u.test(neighbour);
}
