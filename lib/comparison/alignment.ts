/** An item of one list and the one that stands in its place in another; one of the two is absent where an item came or went. */
export type Pair<Item> = readonly [before: Item | undefined, after: Item | undefined];

/** Beyond this many comparisons items are paired by their place. */
const MOST_COMPARISONS = 4_000_000;

/**
 * Pairs the items of two lists in their order: equal ones by their longest common subsequence, and between those whatever
 * stands in the same place. An item that came in the middle does not make all that follow it different.
 */
export function align<Item>(before: readonly Item[], after: readonly Item[], isEqual: (a: Item, b: Item) => boolean): Pair<Item>[] {
  let head = 0;
  while (head < before.length && head < after.length && isEqual(before[head] as Item, after[head] as Item)) head++;
  let tail = 0;
  while (
    tail < Math.min(before.length, after.length) - head &&
    isEqual(before[before.length - 1 - tail] as Item, after[after.length - 1 - tail] as Item)
  )
    tail++;
  const middle = alignDiffering(before.slice(head, before.length - tail), after.slice(head, after.length - tail), isEqual);
  const equal = (from: number, count: number, offset: number): Pair<Item>[] =>
    Array.from({ length: count }, (_, index) => [before[from + index], after[from + offset + index]]);
  return [...equal(0, head, 0), ...middle, ...equal(before.length - tail, tail, after.length - before.length)];
}

function alignDiffering<Item>(before: readonly Item[], after: readonly Item[], isEqual: (a: Item, b: Item) => boolean): Pair<Item>[] {
  if (before.length * after.length > MOST_COMPARISONS) return inPlace(before, after);
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] as number;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] = isEqual(before[i] as Item, after[j] as Item) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair<Item>[] = [];
  let [i, j, fromI, fromJ] = [0, 0, 0, 0];
  const closeRun = (): void => {
    pairs.push(...inPlace(before.slice(fromI, i), after.slice(fromJ, j)));
  };
  while (i < before.length && j < after.length) {
    if (isEqual(before[i] as Item, after[j] as Item)) {
      closeRun();
      pairs.push([before[i], after[j]]);
      [i, j] = [i + 1, j + 1];
      [fromI, fromJ] = [i, j];
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  [i, j] = [before.length, after.length];
  closeRun();
  return pairs;
}

function inPlace<Item>(before: readonly Item[], after: readonly Item[]): Pair<Item>[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [before[index], after[index]]);
}
