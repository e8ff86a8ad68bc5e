import type { Unit } from '../manifest/unit';
import type { Catalogue } from '../tenancy/catalogue';

/** What a delivery knows of the environment that it delivers. */
export interface DeliveryContext {
  readonly name: string;
  readonly catalogue: Catalogue;
}

/** How Git reaches a cluster: the engine's objects are added to the units that it shall sync. */
export interface Delivery {
  /** How people call it, e.g. `Argo CD`. */
  readonly engine: string;
  deliver(units: readonly Unit[], context: DeliveryContext): readonly Unit[];
}
