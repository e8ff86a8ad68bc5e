/** What a node stands for: pods, among them stores; pods of charts, whose manifests are not here; a way in; addresses. */
export type NodeKind = 'workload' | 'store' | 'unseen' | 'door' | 'outside';

export interface PictureNode {
  /** One of its own among all nodes: `namespace/Kind/name`, or addresses. */
  readonly key: string;
  /** What people read, in one line or several. */
  readonly label: string;
  readonly kind: NodeKind;
}

export interface PictureGroup {
  readonly namespace: string;
  /** By kind and key. */
  readonly nodes: readonly PictureNode[];
}

/**
 * A connection; one into a store, by the governed API or around it; where a way in leads to, whether policies let anybody through or not.
 * Of a change: one that is new, one that is gone, one on other ports.
 */
export type ArrowKind = 'plain' | 'governed' | 'ungoverned' | 'door' | 'opened' | 'closed' | 'altered';

export interface PictureArrow {
  readonly from: string;
  readonly to: string;
  /** The ports, or for a way in what makes it one. */
  readonly label: string;
  readonly kind: ArrowKind;
}

/** Who may connect to whom, as it is drawn: by Graphviz and by Mermaid alike. */
export interface Picture {
  readonly name: string;
  /** What is in no namespace, by key. */
  readonly outside: readonly PictureNode[];
  /** Namespaces in the order of the membrane. */
  readonly groups: readonly PictureGroup[];
  /** By kind, and of a kind as they were given. */
  readonly arrows: readonly PictureArrow[];
}

/** The order that nodes of a namespace are drawn in. */
export const NODE_KINDS = ['workload', 'store', 'unseen', 'door', 'outside'] as const satisfies readonly NodeKind[];

/** The order that arrows are drawn in, what matters most above the others. */
export const ARROW_KINDS = [
  'plain',
  'door',
  'governed',
  'ungoverned',
  'closed',
  'altered',
  'opened',
] as const satisfies readonly ArrowKind[];
