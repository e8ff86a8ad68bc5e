import { isClusterScoped } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import type { ReachObject } from './reach-world';

/** A manifest with the namespace it lands in. @param otherwise namespace of what names none, and is not cluster-scoped */
export function landing(manifest: Manifest, otherwise: string): ReachObject {
  // An empty namespace is none, as the API server reads it.
  return { manifest, namespace: isClusterScoped(manifest) ? '' : manifest.metadata.namespace || otherwise };
}
