import type { Connection } from '../../lib';

/** Rows that the widths of the columns are measured by: what comes later is printed as it comes. */
const MEASURED = 1000;

/** A table for people, a row each with its columns under each other; nothing without connections. */
export function* tableLines(connections: Iterable<Connection>): Generator<string> {
  let rows: Connection[] = [{ from: 'from', to: 'to', ports: 'ports' }];
  let widths: Widths | undefined;
  for (const connection of connections) {
    rows.push(connection);
    if (widths === undefined && rows.length <= MEASURED) continue;
    widths ??= widthsOf(rows);
    for (const row of rows) yield rowText(row, widths);
    rows = [];
  }
  if (widths !== undefined || rows.length === 1) return;
  widths = widthsOf(rows);
  for (const row of rows) yield rowText(row, widths);
}

interface Widths {
  readonly from: number;
  readonly to: number;
}

function widthsOf(rows: readonly Connection[]): Widths {
  const widest = (texts: readonly string[]): number => texts.reduce((most, { length }) => Math.max(most, length), 0);
  return { from: widest(rows.map(({ from }) => from)), to: widest(rows.map(({ to }) => to)) };
}

function rowText({ from, to, ports }: Connection, widths: Widths): string {
  return `${from.padEnd(widths.from)}  ${to.padEnd(widths.to)}  ${ports}`;
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

/** For Graphviz: namespaces as clusters, the outside as ovals. @param workloads drawn although nothing connects them */
export function* graphLines(name: string, connections: Iterable<Connection>, workloads: Iterable<string>): Generator<string> {
  const nodes = new Set(workloads);
  yield `digraph ${quoted(name)} {`;
  yield '  rankdir=LR;';
  yield '  node [shape=box];';
  for (const { from, to, ports } of connections) {
    nodes.add(from).add(to);
    yield `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(ports)}];`;
  }
  const namespaces = new Map<string, string[]>();
  for (const node of [...nodes].sort()) {
    const slash = node.indexOf('/');
    if (slash < 0) {
      yield `  ${quoted(node)} [shape=oval];`;
      continue;
    }
    const members = namespaces.get(node.slice(0, slash)) ?? [];
    members.push(node);
    namespaces.set(node.slice(0, slash), members);
  }
  for (const [namespace, members] of namespaces) {
    yield `  subgraph ${quoted(`cluster_${namespace}`)} {`;
    yield `    label=${quoted(namespace)};`;
    for (const member of members) yield `    ${quoted(member)} [label=${quoted(member.slice(namespace.length + 1))}];`;
    yield '  }';
  }
  yield '}';
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', ' ')}"`;
}
