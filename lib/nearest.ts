import { closest, distance } from 'fastest-levenshtein';

/** The candidate that was probably meant by `word`: the nearest one, unless it takes too many edits to get there. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const best = closest(word, candidates);
  if (word.length <= 4 && word[0]?.toLowerCase() !== best[0]?.toLowerCase()) return undefined;
  return distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}
