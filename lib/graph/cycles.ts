import { DEPENDENCIES, type GraphEdge, type GraphFinding, nodeAt } from './graph';

/**
 * Circles of dependencies, the shortest through each knot of them: nodes that all depend on each other. Each begins with the name that
 * comes first, so that the same graph tells the same circles.
 */
export function cyclesIn(nodes: readonly string[], edges: readonly GraphEdge[]): GraphFinding[] {
  const next = new Map<string, string[]>(nodes.map((node) => [node, []]));
  for (const { kind, from, to } of edges) if (DEPENDENCIES.has(kind)) next.get(from)?.push(to);
  const found: GraphFinding[] = [];
  for (const knot of knotsIn(nodes, next)) {
    const circle = shortestCircle(knot, next);
    const path = [...circle, circle[0] as string].map((id) => nodeAt(id).name).join(' → ');
    const more = knot.size - circle.length;
    const others = more === 0 ? '' : `; ${more} more depend on each other with them`;
    found.push({ kind: 'cycle', nodes: circle, where: '', message: `depend on each other: ${path}${others}` });
  }
  return found;
}

/** Sets of nodes that reach each other, of at least two. Worked out without recursion: chains may be long. */
function knotsIn(nodes: readonly string[], next: ReadonlyMap<string, readonly string[]>): Set<string>[] {
  const back = new Map<string, string[]>(nodes.map((node) => [node, []]));
  for (const [from, targets] of next) for (const to of targets) back.get(to)?.push(from);
  const placed = new Set<string>();
  const knots: Set<string>[] = [];
  // By the order in which a walk leaves nodes, last first, each walk backwards finds one knot (Kosaraju).
  for (const node of leavingOrder(nodes, next).reverse()) {
    if (placed.has(node)) continue;
    const knot = new Set<string>([node]);
    placed.add(node);
    for (const member of knot) {
      for (const before of back.get(member) ?? []) {
        if (placed.has(before)) continue;
        placed.add(before);
        knot.add(before);
      }
    }
    if (knot.size > 1) knots.push(knot);
  }
  return knots.sort((one, other) => (first(one) < first(other) ? -1 : 1));
}

function leavingOrder(nodes: readonly string[], next: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>();
  const left: string[] = [];
  for (const start of nodes) {
    if (seen.has(start)) continue;
    seen.add(start);
    const way = [{ node: start, at: 0 }];
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const target = next.get(step.node)?.[step.at++];
      if (target === undefined) {
        left.push(step.node);
        way.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        way.push({ node: target, at: 0 });
      }
    }
  }
  return left;
}

/** From each node of a knot the shortest way back to itself; of those as short as the shortest the first by name. */
function shortestCircle(knot: ReadonlySet<string>, next: ReadonlyMap<string, readonly string[]>): string[] {
  let best: string[] | undefined;
  for (const start of [...knot].sort()) {
    const found = wayBack(start, knot, next);
    if (best === undefined || found.length < best.length) best = found;
  }
  return best as string[];
}

function wayBack(start: string, knot: ReadonlySet<string>, next: ReadonlyMap<string, readonly string[]>): string[] {
  const before = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const target of [...(next.get(node) ?? [])].sort()) {
      if (target === start) {
        const way = [node];
        for (let at = node; at !== start; way.unshift(at)) at = before.get(at) as string;
        return way;
      }
      if (!knot.has(target) || before.has(target)) continue;
      before.set(target, node);
      queue.push(target);
    }
  }
  return [...knot];
}

function first(knot: ReadonlySet<string>): string {
  return [...knot].sort()[0] as string;
}
