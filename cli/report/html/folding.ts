import type { Row } from './line-diff';

/** Rows that stay in sight around a change. */
const CONTEXT = 3;

/** Fewer rows are not worth a fold. */
const FEWEST = 4;

/** Rows as they are shown: in sight, or folded with the keys that what comes next stands under. */
export type Stretch =
  | { readonly kind: 'shown'; readonly rows: readonly Row[] }
  | { readonly kind: 'folded'; readonly lines: readonly string[]; readonly under: readonly string[] };

/** Changes with their context, and everything between them folded. */
export function stretchesOf(rows: readonly Row[]): Stretch[] {
  const near = new Uint8Array(rows.length);
  rows.forEach(({ kind }, at) => {
    if (kind === 'changed') near.fill(1, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  });
  const stretches: Stretch[] = [];
  let shown: Row[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end < rows.length && near[end] === near[at]) end++;
    const run = rows.slice(at, end);
    if (near[at] === 1 || run.length < FEWEST) shown.push(...run);
    else {
      if (shown.length > 0) stretches.push({ kind: 'shown', rows: shown });
      shown = [];
      stretches.push({ kind: 'folded', lines: run.map(textOf), under: keysAbove(rows, end) });
    }
    at = end;
  }
  if (shown.length > 0) stretches.push({ kind: 'shown', rows: shown });
  return stretches;
}

function textOf(row: Row): string {
  if (row.kind === 'same') return row.text;
  return (row.after ?? row.before)?.pieces.map(({ text }) => text).join('') ?? '';
}

/** The keys that a row stands under, outermost first: `spec`, `template`, `containers`. */
function keysAbove(rows: readonly Row[], at: number): string[] {
  const row = rows[at];
  if (row === undefined) return [];
  const keys: string[] = [];
  let indent = indentOf(textOf(row));
  for (let above = at - 1; above >= 0 && indent > 0; above--) {
    const text = textOf(rows[above] as Row);
    const key = /^[\s-]*([^\s:"'#]+):/.exec(text)?.[1];
    if (key === undefined || indentOf(text) >= indent) continue;
    indent = indentOf(text);
    if (/:\s*[|>]?[-+]?$/.test(text)) keys.unshift(key);
  }
  return keys;
}

/** Where the key of a line begins, items of lists counted as deeper than the list. */
function indentOf(text: string): number {
  return /^\s*(?:- )*/.exec(text)?.[0].length ?? 0;
}
