import type { Labels } from '../manifest/manifest';

/** Pods of another namespace, pinned by the namespace's own name and by label. */
export interface Peer {
  readonly namespace: string;
  readonly labels: Labels;
}

/** The facts of one cluster that manifests depend on. */
export interface Cluster {
  readonly name: string;
  /** Minor version of the API server, e.g. `1.34`; manifests are judged by its schemas. */
  readonly kubernetes: string;
  /** Hosts of the environment end in it. */
  readonly domain: string;
  /** Storage class for claims of stores. */
  readonly storageClass: string;
  /** The Gateway that exposes hosts, and its pods. */
  readonly gateway: { readonly name: string; readonly listener: string } & Peer;
  /** The pods that answer DNS. */
  readonly dns: Peer;
  /** API groups of custom resources whose definitions the cluster has before anything is delivered. */
  readonly provides: readonly string[];
}
