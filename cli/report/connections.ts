import type { Connection } from '../../lib';
import { columnLines } from './columns';

/** A table for people; nothing without connections. */
export function tableLines(connections: Iterable<Connection>): Iterable<string> {
  return columnLines(['from', 'to', 'ports'], rows(connections));
}

function* rows(connections: Iterable<Connection>): Generator<readonly string[]> {
  for (const { from, to, ports } of connections) yield [from, to, ports];
}

/** `{ "connections": [{ "from", "to", "ports" }] }`, a connection a line; of one pair also why. */
export function* jsonLines(connections: Iterable<Connection>, verdict?: object): Generator<string> {
  yield '{';
  yield '  "connections": [';
  let line: string | undefined;
  for (const { from, to, ports } of connections) {
    if (line !== undefined) yield `${line},`;
    line = `    ${JSON.stringify({ from, to, ports })}`;
  }
  if (line !== undefined) yield line;
  yield verdict === undefined ? '  ]' : '  ],';
  if (verdict !== undefined) yield `  "verdict": ${JSON.stringify(verdict, null, 2).replaceAll('\n', '\n  ')}`;
  yield '}';
}
