import type { Unit } from '../manifest/unit';
import type { Catalogue, Repository } from '../tenancy/catalogue';
import type { Platform } from '../tenancy/component';
import type { SecretRef } from '../tenancy/secret-ref';

/** What a delivery knows of the environment that it delivers. */
export type DeliveryContext = Pick<Platform, 'catalogue' | 'cluster' | 'traits'> & { readonly name: string };

/** How Git reaches a cluster: the engine's objects are added to the units that it shall sync. */
export interface Delivery {
  /** How people call it, e.g. `Argo CD`. */
  readonly engine: string;
  /** When it applies what was merged, for people. */
  readonly cadence: string;
  /** Whether it opens what SOPS encrypted. */
  readonly decryptsSops: boolean;
  /** Secrets that the engine itself needs. */
  readonly secrets: readonly SecretRef[];
  /** Where the cluster reads what is committed: the catalogue's repository, or one of its own that shows the working tree. */
  repositoryIn(catalogue: Catalogue): Repository;
  deliver(units: readonly Unit[], context: DeliveryContext): readonly Unit[];
}
