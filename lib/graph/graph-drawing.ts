import { groupBy } from '../manifest/group-by';
import { compareText } from '../manifest/order';
import { quoted } from '../picture/graphviz';
import { idsOf, quoted as quotedForMermaid } from '../picture/mermaid';
import type { EdgeKind, Graph, GraphEdge, GraphNode, NodeKind } from './graph';

/** What is drawn as a node; teams are told with namespaces, which are frames around what runs in them. */
const DRAWN: ReadonlySet<NodeKind> = new Set<NodeKind>(['component', 'store', 'add-on', 'platform', 'host', 'provider']);

const SHAPES: Readonly<Partial<Record<NodeKind, string>>> = {
  component: 'shape=box, style=solid',
  store: 'shape=cylinder, style=solid',
  'add-on': 'shape=box, style=dashed',
  platform: 'shape=folder, style=solid',
  host: 'shape=hexagon, style=solid',
  provider: 'shape=oval, style=solid',
};

const ARROWS: Readonly<Partial<Record<EdgeKind | 'circle', string>>> = {
  exposes: 'color=black, fontcolor=black, penwidth=1, style=dashed',
  uses: 'color="#1a7f37", fontcolor=black, penwidth=2, style=solid',
  calls: 'color=black, fontcolor=black, penwidth=1, style=solid',
  reads: 'color=black, fontcolor=black, penwidth=1, style=dotted',
  'depends-on': 'color="#57606a", fontcolor="#57606a", penwidth=1, style=dashed',
  circle: 'color="#cf222e", fontcolor="#cf222e", penwidth=3, style=solid',
};

const MERMAID_SHAPES: Readonly<Partial<Record<NodeKind, readonly [open: string, close: string]>>> = {
  component: ['[', ']'],
  store: ['[(', ')]'],
  'add-on': ['[/', '/]'],
  platform: ['[[', ']]'],
  host: ['{{', '}}'],
  provider: ['([', '])'],
};

const MERMAID_ARROWS: Readonly<Partial<Record<EdgeKind, string>>> = {
  exposes: '-.->',
  uses: '==>',
  calls: '-->',
  reads: '-.->',
  'depends-on': '-.->',
};

interface Frame {
  readonly namespace: GraphNode;
  /** The namespace, and its team if it has one. */
  readonly label: string;
  readonly nodes: readonly GraphNode[];
}

interface Arrow extends GraphEdge {
  readonly style: EdgeKind | 'circle';
}

/** What is drawn, in the order that it is written. */
class Drawing {
  readonly frames: readonly Frame[];
  readonly others: readonly GraphNode[];
  readonly arrows: readonly Arrow[];

  constructor({ nodes, edges, findings }: Graph) {
    const place = new Map(edges.flatMap(({ kind, from, to }) => (kind === 'runs-in' ? [[from, to] as const] : [])));
    const team = new Map(edges.flatMap(({ kind, from, to }) => (kind === 'owns' ? [[to, from.slice('team/'.length)] as const] : [])));
    const drawn = nodes.filter(({ kind }) => DRAWN.has(kind));
    const framed = groupBy(
      drawn.filter(({ id }) => place.has(id)),
      ({ id }) => place.get(id) as string,
    );
    this.frames = [...framed]
      .sort(([one], [other]) => compareText(one, other))
      .map(([id, inside]) => ({ namespace: nodes.find((node) => node.id === id) as GraphNode, nodes: inside }))
      .map((frame) => ({ ...frame, label: [frame.namespace.name, team.get(frame.namespace.id)].filter(Boolean).join(', team ') }));
    this.others = drawn.filter(({ id }) => !place.has(id));
    const ids = new Set(drawn.map(({ id }) => id));
    const circles = findings.filter(({ kind }) => kind === 'cycle').map((finding) => finding.nodes);
    this.arrows = edges
      .filter(({ from, to }) => ids.has(from) && ids.has(to))
      .map((edge) => ({ ...edge, style: circles.some((circle) => isStepOf(circle, edge)) ? 'circle' : edge.kind }));
  }
}

function isStepOf(circle: readonly string[], { from, to }: GraphEdge): boolean {
  const at = circle.indexOf(from);
  return at >= 0 && circle[(at + 1) % circle.length] === to;
}

/** For Graphviz: namespaces as frames, whose they are beside their names; circles are red. */
export function* dependencyLines(graph: Graph): Generator<string> {
  const { frames, others, arrows } = new Drawing(graph);
  yield `digraph ${quoted(graph.environment)} {`;
  yield '  rankdir=LR;';
  for (const { namespace, label, nodes } of frames) {
    yield `  subgraph ${quoted(`cluster_${namespace.name}`)} {`;
    yield `    label=${quoted(label)};`;
    for (const node of nodes) yield `    ${nodeLine(node)}`;
    yield '  }';
  }
  for (const node of others) yield `  ${nodeLine(node)}`;
  for (const { from, to, kind, style } of arrows) {
    yield `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(kind)}, class=${quoted(style)}, ${ARROWS[style]}];`;
  }
  yield '}';
}

function nodeLine({ id, name, kind }: GraphNode): string {
  return `${quoted(id)} [label=${quoted(name)}, class=${quoted(kind)}, ${SHAPES[kind]}];`;
}

/** For Mermaid, which GitHub and GitLab draw. */
export function dependencyMermaid(graph: Graph): string {
  const { frames, others, arrows } = new Drawing(graph);
  const ids = idsOf([...frames.flatMap(({ nodes }) => nodes), ...others].map(({ id }) => id));
  const places = idsOf(frames.map(({ namespace }) => namespace.name));
  const node = (indent: string, { id, name, kind }: GraphNode): string => {
    const [open, close] = MERMAID_SHAPES[kind] as readonly [string, string];
    return `${indent}${ids.get(id)}${open}${quotedForMermaid(name)}${close}`;
  };
  const red = arrows.flatMap(({ style }, at) => (style === 'circle' ? [at] : []));
  return [
    'flowchart LR',
    ...frames.flatMap(({ namespace, label, nodes }) => [
      `  subgraph in_${places.get(namespace.name)}[${quotedForMermaid(label)}]`,
      ...nodes.map((each) => node('    ', each)),
      '  end',
    ]),
    ...others.map((each) => node('  ', each)),
    ...arrows.map(({ from, to, kind }) => `  ${ids.get(from)} ${MERMAID_ARROWS[kind]}|${quotedForMermaid(kind)}| ${ids.get(to)}`),
    ...(red.length === 0 ? [] : [`  linkStyle ${red} stroke:#cf222e,color:#cf222e`]),
  ].join('\n');
}
