import { EDGE_KINDS, type EdgeKind, type Graph, type GraphEdge, type GraphNode, type Neighbourhood, shownText } from '../../lib';

/** What a part is said to do for others, the way back of its edges. */
const BACK: Readonly<Partial<Record<EdgeKind, string>>> = {
  uses: 'used by',
  calls: 'called by',
  reads: 'read by',
  'depends-on': 'needed by',
};

const FORTH: Readonly<Partial<Record<EdgeKind, string>>> = {
  'runs-in': 'runs in',
  exposes: 'exposes',
  uses: 'uses',
  calls: 'calls',
  reads: 'reads of',
  'depends-on': 'depends on',
};

const WIDTH = 12;

/** A graph for people: teams, below each what is its, and of each part what it needs and who needs it. */
export function* treeLines(graph: Graph): Generator<string> {
  const owned = new Map<string, Set<string>>();
  for (const { kind, from, to } of graph.edges) {
    if (kind !== 'owns') continue;
    const owners = owned.get(to);
    if (owners === undefined) owned.set(to, new Set([from]));
    else owners.add(from);
  }
  const teams = graph.nodes.filter(({ kind }) => kind === 'team');
  const parts = graph.nodes.filter(({ kind }) => ['component', 'store', 'add-on', 'platform'].includes(kind));
  for (const team of teams) {
    const own = parts.filter(({ id }) => owned.get(id)?.has(team.id) && owned.get(id)?.size === 1);
    if (own.length > 0) yield* section(`team ${team.name}`, own, graph);
  }
  const shared = parts.filter(({ id }) => owned.get(id)?.size !== 1);
  if (shared.length > 0) yield* section('of several teams, or of none', shared, graph);
  const outside = graph.nodes.filter(({ kind }) => kind === 'provider');
  if (outside.length > 0) yield* section('outside', outside, graph);
}

function* section(title: string, nodes: readonly GraphNode[], { edges }: Graph): Generator<string> {
  yield shownText(title);
  for (const node of nodes) {
    yield shownText(`  ${node.name} (${node.kind})`);
    for (const kind of EDGE_KINDS) {
      const forth = edges.filter((edge) => edge.kind === kind && edge.from === node.id);
      if (FORTH[kind] !== undefined && forth.length > 0) yield row(FORTH[kind], forth.map(shownTarget));
    }
    for (const kind of EDGE_KINDS) {
      const back = edges.filter((edge) => edge.kind === kind && edge.to === node.id);
      if (BACK[kind] !== undefined && back.length > 0)
        yield row(
          BACK[kind],
          back.map(({ from }) => nameIn(from)),
        );
    }
  }
}

function row(what: string, names: readonly string[]): string {
  return shownText(`    ${what.padEnd(WIDTH)}${names.join(', ')}`);
}

/** With what a user of a store shows it. */
function shownTarget({ to, credentials = [] }: GraphEdge): string {
  return `${nameIn(to)}${credentials.length === 0 ? '' : ` (${credentials.join(', ')})`}`;
}

/** What fails with something, and what it fails with. */
export function* neighbourhoodLines(name: string, { needs, neededBy }: Neighbourhood): Generator<string> {
  yield shownText(`${name} needs ${listed(needs)}`);
  yield shownText(`what may fail with ${name}: ${listed(neededBy)}`);
  yield '';
}

function listed(ids: readonly string[]): string {
  return ids.map(nameIn).join(', ') || 'nothing';
}

function nameIn(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
