import { groupOf } from '../manifest/identity';
import type { Manifest, Problem } from '../manifest/manifest';

/** A manifest with the namespace it lands in. */
export interface ReachObject {
  readonly manifest: Manifest;
  /** What the manifest leaves out Argo CD fills in with its Application's destination; empty if it is cluster-scoped or nothing tells. */
  readonly namespace: string;
}

/** Addresses of a cluster in CIDR notation. What is left out could be anywhere. */
export interface ClusterRanges {
  readonly pods?: readonly string[];
  readonly services?: readonly string[];
  readonly nodes?: readonly string[];
}

/** What an object is called in answers: `namespace/Kind/name`. */
export function objectName({ manifest, namespace }: ReachObject): string {
  return `${namespace}/${manifest.kind}/${manifest.metadata.name}`;
}

/** All that reachability is decided from: plain data, whoever it comes from. */
export interface ReachWorld {
  /** Of two with one identity the later counts, as if they were applied in turn. */
  readonly objects: readonly ReachObject[];
  /** @default unknown: a range in a policy may be that of pods and nodes */
  readonly ranges?: ClusterRanges;
}

/** What is wrong with an object, and where in it. */
export interface ReachProblem extends Problem {
  readonly object: ReachObject;
}

/** The objects that are left after all have been applied in turn: of those with one identity the last. What has no name yet never clashes. */
export function applied(objects: readonly ReachObject[]): readonly ReachObject[] {
  const byIdentity = new Map<unknown, ReachObject>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object.manifest;
    const hasName = typeof metadata?.name === 'string';
    byIdentity.set(hasName ? `${groupOf(apiVersion)}/${kind}/${object.namespace}/${metadata.name}` : object, object);
  }
  return [...byIdentity.values()];
}
