/** What there is in an environment, as dependencies see it: whole components, not single objects. */
export type NodeKind = 'team' | 'component' | 'store' | 'add-on' | 'platform' | 'namespace' | 'host' | 'provider';

export interface GraphNode {
  /** One of its own among all nodes: `store/postgres`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** What of it is applied one after the other, in that order. Absent where everything is applied at once. */
  readonly steps?: readonly GraphStep[];
}

/** Objects of one folder that are applied together: each step waits till the one before is healthy. */
export interface GraphStep {
  readonly folder: string;
  /** `wave -1`. */
  readonly step: string;
  readonly objects: readonly string[];
}

/** The order that nodes are told in. */
export const NODE_KINDS = [
  'team',
  'component',
  'store',
  'add-on',
  'platform',
  'namespace',
  'host',
  'provider',
] as const satisfies readonly NodeKind[];

/**
 * `owns`: a team and what is its. `runs-in`: a namespace. `calls`: another component, or somebody outside. `uses`: a store. `reads`: a
 * Secret or ConfigMap of another. `depends-on`: what has to be installed. `exposes`: a host.
 */
export type EdgeKind = 'owns' | 'runs-in' | 'calls' | 'uses' | 'reads' | 'depends-on' | 'exposes';

/** The order that edges are told in. */
export const EDGE_KINDS = ['owns', 'runs-in', 'exposes', 'uses', 'calls', 'reads', 'depends-on'] as const satisfies readonly EdgeKind[];

/** Edges along which a failure travels, backwards: who uses a store that is down fails with it. */
export const DEPENDENCIES: ReadonlySet<EdgeKind> = new Set<EdgeKind>(['calls', 'uses', 'reads', 'depends-on']);

export interface GraphEdge {
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  /** What says so, in the order of the objects: variables, policies, kinds. */
  readonly because: readonly string[];
  /** Keys of Secrets that a user of a store shows it: `kfm-api-credentials/postgres-password`. Absent if nothing tells. */
  readonly credentials?: readonly string[];
}

/** Dependencies in a circle, or a name of something that is not there. */
export interface GraphFinding {
  readonly kind: 'cycle' | 'dangling';
  /** Nodes that it is about: those of the circle, or who names what is not there. */
  readonly nodes: readonly string[];
  /** File and field; empty where no single place says it. */
  readonly where: string;
  readonly message: string;
}

export interface Graph {
  readonly environment: string;
  /** By kind and name. */
  readonly nodes: readonly GraphNode[];
  /** By kind and ends. */
  readonly edges: readonly GraphEdge[];
  readonly findings: readonly GraphFinding[];
}

/** An edge as one place tells it; those of one kind between two nodes are one edge. */
export type Link = Pick<GraphEdge, 'kind' | 'from' | 'to' | 'credentials'> & { readonly because: string };

export function nodeId(kind: NodeKind, name: string): string {
  return `${kind}/${name}`;
}

/** Names of nodes that begin as ids do are told apart by their kind. */
export function nodeAt(id: string): GraphNode {
  const slash = id.indexOf('/');
  return { id, kind: id.slice(0, slash) as NodeKind, name: id.slice(slash + 1) };
}
