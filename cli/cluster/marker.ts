import type { StateFolder } from './state-folder';

/** What is remembered of a cluster from the moment that it is begun. */
export interface Marker {
  readonly environment: string;
  readonly isMade: boolean;
  /** Digest of the configuration that it was begun with. */
  readonly configuration: string;
  /** Uid of its namespace kube-system, which no other cluster has. @default it is not made yet */
  readonly uid?: string;
}

const FILE = 'cluster.json';

/** What is remembered of the cluster of a folder, if one was begun here. */
export function markerIn(state: StateFolder): Marker | undefined {
  const text = state.tryRead(FILE);
  return text === undefined ? undefined : (JSON.parse(text) as Marker);
}

export function mark(state: StateFolder, marker: Marker): void {
  state.write(FILE, `${JSON.stringify(marker)}\n`);
}
