import { count } from '../findings';
import { type Stretch, stretchesOf } from './folding';
import { type Line, linesOf, type Row, rowsOf } from './line-diff';
import { html, type Markup } from './markup';
import type { Sides } from './sides';
import type { Piece } from './word-marks';

/** Both sides of an object beside each other; what is the same on both is folded. @param title of the object, for those who do not see where they are */
export function diffTable(title: string, sides: Sides): Markup {
  switch (sides.kind) {
    case 'changed':
      return sides.before === sides.after ? REPRINTED : beside(title, sides.before, sides.after);
    case 'added':
      return html`<div class="sides added">${absent('before')}${whole('after', sides.text)}</div>`;
    case 'removed':
      return html`<div class="sides removed">${whole('before', sides.text)}${absent('after')}</div>`;
    case 'unchanged':
      return html`<p class="note">The object itself stays as it is; what leads to this stands under other objects.</p>`;
    case 'unreadable':
      return html`<p class="note">Not shown: no object can be read in the file, so that nothing in it can be told from a secret.</p>`;
  }
}

const REPRINTED = html`<p class="note">The same object on both sides: only comments, order or layout of the text changed.</p>`;

/** How many lines an object takes on the page while it is open. */
export function linesShown(sides: Sides): number {
  if (sides.kind === 'added' || sides.kind === 'removed') return linesOf(sides.text).length;
  return sides.kind === 'changed' ? Math.max(linesOf(sides.before).length, linesOf(sides.after).length) : 1;
}

function absent(side: string): Markup {
  return html`<p class="absent">not there ${side}</p>`;
}

function whole(side: 'before' | 'after', text: string): Markup {
  return html`<pre aria-label="${side}">${text}</pre>`;
}

function beside(title: string, before: string, after: string): Markup {
  return html`<div class="diff">${stretchesOf(rowsOf(before, after)).map((stretch) => stretchMarkup(title, stretch))}</div>`;
}

function stretchMarkup(title: string, stretch: Stretch): Markup {
  if (stretch.kind === 'shown') return table(title, stretch.rows);
  const under = stretch.under.length === 0 ? '' : ` · next under ${stretch.under.join(' › ')}`;
  return html`<details class="fold"><summary>${count(stretch.lines.length, 'unchanged line')}${under}</summary><pre>${stretch.lines.join('\n')}</pre></details>`;
}

function table(title: string, rows: readonly Row[]): Markup {
  return html`<table aria-label="${title}"><col class="number"><col><col class="number"><col><thead class="unseen"><tr><th>Line<th>Before<th>Line<th>After</thead><tbody>${rows.map(rowMarkup)}</tbody></table>`;
}

function rowMarkup(row: Row): Markup {
  if (row.kind === 'same') return html`<tr><td>${row.before}<td>${row.text}<td>${row.after}<td>${row.text}</tr>\n`;
  return html`<tr class="changed">${cells('old', row.before)}${cells('new', row.after)}</tr>\n`;
}

function cells(side: 'old' | 'new', line: Line | undefined): Markup {
  if (line === undefined) return html`<td class="none"><td class="none">`;
  return html`<td>${line.number}<td class="${side}">${line.pieces.map((piece) => pieceMarkup(side, piece))}`;
}

function pieceMarkup(side: 'old' | 'new', { text, isMarked }: Piece): Markup {
  if (!isMarked) return html`${text}`;
  return side === 'old' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`;
}
