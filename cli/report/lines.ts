import type { Terminal } from './terminal';

const LINES_AT_ONCE = 1000;

/** Prints lines a piece at a time: there may be as many as a world has pairs. */
export function printLines(lines: Iterable<string>, { result }: Terminal): void {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < LINES_AT_ONCE) continue;
    result(piece.join('\n'));
    piece = [];
  }
  if (piece.length > 0) result(piece.join('\n'));
}

/** Items one at a time, counted as they pass. */
export function tallied<Item>(all: Iterable<Item>): { each: () => Iterable<Item>; count: () => number } {
  let passed = 0;
  function* each(): Generator<Item> {
    for (const item of all) {
      passed++;
      yield item;
    }
  }
  return { each, count: () => passed };
}
