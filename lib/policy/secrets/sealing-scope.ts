import { type Manifest, valueAt } from '../../manifest/manifest';

/** Which renaming a ciphertext survives: none, another name in its namespace, or any (sealed-secrets, scopes). */
export type SealingScope = 'strict' | 'namespace-wide' | 'cluster-wide';

const ANNOTATION = 'sealedsecrets.bitnami.com/';

/** The scope that annotations under a path ask for; the wider one wins. */
export function sealingScope(manifest: Manifest, metadata: 'metadata' | 'spec.template.metadata' = 'metadata'): SealingScope {
  const annotations = valueAt(manifest, `${metadata}.annotations`) as Record<string, unknown> | undefined;
  const is = (scope: SealingScope): boolean => annotations?.[`${ANNOTATION}${scope}`] === 'true';
  if (is('cluster-wide')) return 'cluster-wide';
  return is('namespace-wide') ? 'namespace-wide' : 'strict';
}
