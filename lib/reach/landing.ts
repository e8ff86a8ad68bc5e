import { isClusterScoped } from '../manifest/identity';
import type { Manifest, Problem } from '../manifest/manifest';
import type { ReachObject } from './reach-world';

/** Why nothing tells where an object lands: anybody may write a manifest. */
export function landingProblem(manifest: Manifest): Problem | undefined {
  const namespace: unknown = manifest.metadata.namespace ?? '';
  if (typeof namespace === 'string') return undefined;
  return { field: 'metadata.namespace', message: 'is no text, so that nothing tells where the object lands' };
}

/** A manifest with the namespace it lands in. @param otherwise namespace of what names none, and is not cluster-scoped */
export function landing(manifest: Manifest, otherwise: string): ReachObject {
  // An empty namespace is none, as the API server reads it.
  return { manifest, namespace: isClusterScoped(manifest) ? '' : manifest.metadata.namespace || otherwise };
}
