import { groupBy } from '../manifest/group-by';
import type { ArrowKind, NodeKind, Picture, PictureNode } from './picture';
import { shownText } from './shown-text';

/** How nodes look; each says all of it, since it holds until something else is said. */
const NODES: Readonly<Record<NodeKind, string>> = {
  workload: 'shape=box, style=solid',
  store: 'shape=cylinder, style=solid',
  unseen: 'shape=box, style=dashed',
  door: 'shape=hexagon, style=solid',
  outside: 'shape=oval, style=solid',
};

const ARROWS: Readonly<Record<ArrowKind, string>> = {
  plain: 'color=black, fontcolor=black, penwidth=1, style=solid',
  door: 'color=black, fontcolor=black, penwidth=1, style=dashed',
  governed: 'color="#1a7f37", fontcolor=black, penwidth=2, style=solid',
  ungoverned: 'color="#cf222e", fontcolor="#cf222e", penwidth=3, style=solid',
  opened: 'color="#b35900", fontcolor=black, penwidth=3, style=solid',
  closed: 'color="#57606a", fontcolor=black, penwidth=1.5, style=dashed',
  altered: 'color="#0550ae", fontcolor=black, penwidth=2, style=dotted',
};

/** For Graphviz: namespaces as clusters in the order of the membrane. Nodes and arrows have their kind as class. */
export function* graphvizLines({ name, outside, groups, arrows }: Picture): Generator<string> {
  yield `digraph ${quoted(name)} {`;
  yield '  rankdir=LR;';
  yield '  node [shape=box];';
  for (const { namespace, nodes } of groups) {
    yield `  subgraph ${quoted(`cluster_${namespace}`)} {`;
    yield `    label=${quoted(namespace)};`;
    yield* nodeLines(
      '    ',
      [...groupBy(nodes, ({ kind }) => kind)].map(([kind, alike]) => ({ kind, nodes: alike })),
    );
    yield '  }';
  }
  // What is said of nodes holds for all that follow in the same place, and in those inside it.
  if (outside.length > 0) yield* nodeLines('  ', [{ kind: 'outside', nodes: outside }]);
  for (const [kind, alike] of groupBy(arrows, (arrow) => arrow.kind)) {
    if (kind !== 'plain') yield `  edge [class=${kind}, ${ARROWS[kind]}];`;
    for (const { from, to, label } of alike) yield `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}];`;
  }
  yield '}';
}

interface Alike {
  readonly kind: NodeKind;
  readonly nodes: readonly PictureNode[];
}

function* nodeLines(indent: string, all: readonly Alike[]): Generator<string> {
  for (const { kind, nodes } of all) {
    if (kind !== 'workload') yield `${indent}node [class=${kind}, ${NODES[kind]}];`;
    for (const { key, label } of nodes) yield `${indent}${quoted(key)}${label === key ? '' : ` [label=${quoted(label)}]`};`;
  }
}

/** A text that is shown as it is: Graphviz reads backslashes and entities in labels. */
export function quoted(text: string): string {
  const escaped = shownText(text).replaceAll('&', '&amp;').replace(/[\\"]/g, '\\$&');
  return `"${escaped.replaceAll('\n', '\\n')}"`;
}
