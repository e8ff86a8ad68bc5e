import { DEPENDENCIES, type Graph, type GraphEdge, type GraphNode, type NodeKind } from './graph';

/** What one node depends on and what depends on it, over any number of steps. */
export interface Neighbourhood {
  /** The nodes that were asked for: one, or those of a team, a namespace or a host. */
  readonly of: readonly string[];
  /** By the order of the graph; those that were asked for left out. */
  readonly needs: readonly string[];
  /** What may fail with it. */
  readonly neededBy: readonly string[];
  /** All of these, and where they are and whose. */
  readonly graph: Graph;
}

/** What runs or is delivered: a name alone means it rather than the namespace or the team that is called alike. */
const PARTS: ReadonlySet<NodeKind> = new Set<NodeKind>(['component', 'store', 'add-on', 'platform']);

/** The nodes that a name may mean: `postgres`, or `namespace/kfm-api` where several are called alike. */
export function nodesCalled({ nodes }: Graph, name: string): GraphNode[] {
  const exact = nodes.filter(({ id }) => id === name);
  if (exact.length > 0) return exact;
  const called = nodes.filter((node) => node.name === name);
  const parts = called.filter(({ kind }) => PARTS.has(kind));
  return parts.length > 0 ? parts : called;
}

export function neighbourhood(graph: Graph, { id, kind }: GraphNode): Neighbourhood {
  const asked = new Set(membersOf(graph, id, kind));
  const ways = graph.edges.filter((edge) => DEPENDENCIES.has(edge.kind));
  const forth = reached(
    asked,
    ways,
    ({ from }) => from,
    ({ to }) => to,
  );
  const back = reached(
    asked,
    ways,
    ({ to }) => to,
    ({ from }) => from,
  );
  const shown = new Set([...asked, ...forth, ...back]);
  const edges = graph.edges.filter(({ kind: way, from, to }) =>
    DEPENDENCIES.has(way) ? shown.has(from) && shown.has(to) : shown.has(way === 'owns' ? to : from),
  );
  const ids = new Set([id, ...shown, ...edges.flatMap(({ from, to }) => [from, to])]);
  const listed = (wanted: ReadonlySet<string>): string[] =>
    graph.nodes.flatMap((node) => (wanted.has(node.id) && !asked.has(node.id) ? [node.id] : []));
  return {
    of: graph.nodes.flatMap((node) => (asked.has(node.id) ? [node.id] : [])),
    needs: listed(forth),
    neededBy: listed(back),
    graph: {
      environment: graph.environment,
      nodes: graph.nodes.filter((node) => ids.has(node.id)),
      edges,
      findings: graph.findings.filter(({ nodes }) => nodes.some((node) => ids.has(node))),
    },
  };
}

/** A team, a namespace and a host stand for what they own, hold and lead to. */
function membersOf({ edges }: Graph, id: string, kind: GraphNode['kind']): string[] {
  const through = (way: GraphEdge['kind']): string[] => edges.flatMap((edge) => (edge.kind === way && edge.to === id ? [edge.from] : []));
  switch (kind) {
    case 'team':
      return edges.flatMap((edge) => (edge.kind === 'owns' && edge.from === id ? [edge.to] : []));
    case 'namespace':
      return through('runs-in');
    case 'host':
      return through('exposes');
    default:
      return [id];
  }
}

function reached(
  starts: ReadonlySet<string>,
  edges: readonly GraphEdge[],
  here: (edge: GraphEdge) => string,
  there: (edge: GraphEdge) => string,
): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const targets = next.get(here(edge));
    if (targets === undefined) next.set(here(edge), [there(edge)]);
    else targets.push(there(edge));
  }
  const all = new Set(starts);
  for (const node of all) for (const target of next.get(node) ?? []) all.add(target);
  return all;
}
