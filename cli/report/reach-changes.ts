import type { ReachChange } from '../../lib';
import { columnLines } from './columns';

/** A table for people; nothing without changes. */
export function changeTable(changes: Iterable<ReachChange>): Iterable<string> {
  return columnLines(['change', 'from', 'to', 'ports'], rows(changes));
}

function* rows(changes: Iterable<ReachChange>): Generator<readonly string[]> {
  for (const { change, from, to, before = 'None', after = 'None' } of changes) yield [change, from, to, `${before} → ${after}`];
}

/** `{ "changes": [{ "change", "from", "to", "before", "after" }] }`, a change a line. */
export function* changeJson(changes: Iterable<ReachChange>): Generator<string> {
  yield '{';
  yield '  "changes": [';
  let line: string | undefined;
  for (const { change, from, to, before, after } of changes) {
    if (line !== undefined) yield `${line},`;
    line = `    ${JSON.stringify({ change, from, to, before, after })}`;
  }
  if (line !== undefined) yield line;
  yield '  ]';
  yield '}';
}
