import type { Labels } from '../manifest/manifest';

/** Pods of a namespace, pinned by the namespace's own name and by label. */
export interface Peer {
  readonly namespace: string;
  readonly labels: Labels;
}

/** A set of pods that takes part in a connection. */
export interface Endpoint extends Peer {
  /** Name in the names of policies, e.g. `kfm-api`. */
  readonly name: string;
}

/** Prometheus, which reads metrics wherever it is let in. */
export const PROMETHEUS: Endpoint = { name: 'prometheus', namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } };

/** One peer of a network policy: pods with the labels in exactly that namespace. Two list items would mean "or". */
export function peerSelector({ namespace, labels }: Peer): { namespaceSelector: object; podSelector: object } {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
}
