import { compareText } from '../manifest/order';
import type { World } from '../policy/world';
import { Calls } from './calls';
import { cyclesIn } from './cycles';
import { danglingReferences } from './dangling';
import { EDGE_KINDS, type Graph, type GraphEdge, type GraphFinding, type GraphStep, type Link, NODE_KINDS, nodeAt } from './graph';
import { needLinks, readLinks } from './needs';
import { hostLinks, ownerLinks, strayOwners } from './owners';
import { Parts } from './parts';
import { stepsOf } from './steps';
import { everybodyTold } from './told';

/**
 * What there is in an environment and what depends on what, with circles and names of nothing.
 * @param definers API groups of custom resources that charts define, with the component of the chart
 */
export function dependencyGraph(world: World, definers: ReadonlyMap<string, string> = new Map()): Graph {
  const parts = new Parts(world);
  const hosts = [...hostLinks(world, parts)];
  const exposedBy = new Map(hosts.map(({ from, to }) => [nodeAt(to).name, from]));
  const calls = new Calls(world, parts, exposedBy, everybodyTold(world));
  const edges = joined([
    ...ownerLinks(world, parts),
    ...hosts,
    ...calls.links,
    ...readLinks(world, parts),
    ...needLinks(world, parts, definers),
  ]);
  const ids = [...new Set([...parts.all(), ...edges.flatMap(({ from, to }) => [from, to])])];
  const steps = stepsOf(world, parts);
  const nodes = ids
    .map((id) => ({ ...nodeAt(id), ...(steps.has(id) && { steps: steps.get(id) as readonly GraphStep[] }) }))
    .sort((one, other) => rank(NODE_KINDS, one.kind, other.kind) || compareText(one.name, other.name));
  const dangling = [...calls.findings, ...danglingReferences(world, parts), ...strayOwners(world, parts)];
  return {
    environment: world.environment,
    nodes,
    edges,
    findings: [
      ...cyclesIn(
        nodes.map(({ id }) => id),
        edges,
      ),
      ...inOrder(dangling),
    ],
  };
}

/** Links of a kind between two nodes as one edge. */
function joined(links: readonly Link[]): GraphEdge[] {
  const edges = new Map<string, { readonly link: Link; readonly because: Set<string>; readonly credentials: Set<string> }>();
  for (const link of links) {
    const key = `${link.kind}\0${link.from}\0${link.to}`;
    const edge = edges.get(key) ?? { link, because: new Set<string>(), credentials: new Set<string>() };
    edges.set(key, edge);
    edge.because.add(link.because);
    for (const credential of link.credentials ?? []) edge.credentials.add(credential);
  }
  return [...edges.values()]
    .map(
      ({ link: { kind, from, to }, because, credentials }): GraphEdge => ({
        kind,
        from,
        to,
        because: [...because],
        ...(credentials.size > 0 && { credentials: [...credentials].sort(compareText) }),
      }),
    )
    .sort((one, other) => rank(EDGE_KINDS, one.kind, other.kind) || compareText(one.from, other.from) || compareText(one.to, other.to));
}

/** By who it is about and where, each once. */
function inOrder(findings: readonly GraphFinding[]): GraphFinding[] {
  const keyOf = ({ nodes, where, message }: GraphFinding): string => [nodes.join(), where, message].join('\0');
  const each = new Map(findings.map((finding) => [keyOf(finding), finding]));
  return [...each].sort(([one], [other]) => compareText(one, other)).map(([, finding]) => finding);
}

function rank<Kind>(kinds: readonly Kind[], one: Kind, other: Kind): number {
  return kinds.indexOf(one) - kinds.indexOf(other);
}
