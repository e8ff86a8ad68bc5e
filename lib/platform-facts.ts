import type { Environment } from './environment';
import type { Neighbour, PlatformFacts } from './policy/platform-facts';
import type { Ledgers } from './release/ledger';

/** What is around an environment in its repository. */
export interface Surroundings {
  /** Every release that was offered; without them no digest is doubted. @default not known */
  readonly ledgers?: Ledgers;
  /** SHA-256 of the certificate of its sealing controller. @default none */
  readonly sealingKey?: string;
  /** The other environments. @default none */
  readonly neighbours?: readonly Neighbour[];
}

/** What rules know of an environment beyond its objects. */
export function factsOf(environment: Environment, { ledgers, sealingKey, neighbours = [] }: Surroundings = {}): PlatformFacts {
  const { catalogue, cluster, delivery, traits } = environment;
  return {
    domain: cluster.domain,
    encrypted: traits.encrypted,
    highlyAvailable: traits.highlyAvailable,
    locked: traits.locked,
    data: traits.data,
    approvals: environment.approvals,
    registries: catalogue.registries,
    releases:
      ledgers === undefined
        ? []
        : Object.entries(catalogue.components).map(([component, { image }]) => ({
            component,
            repository: image,
            digests: new Set(ledgers.get(component)?.releases.map(({ digest }) => digest)),
          })),
    secrets: environment.secrets().map(({ namespace, name, keys, kind }) => ({ namespace, name, keys, kind })),
    storageClasses: [...new Set([cluster.storageClass.name, cluster.scratchClass])],
    owners: [...Object.keys(catalogue.teams), ...Object.keys(catalogue.boundaries)],
    tiers: Object.fromEntries(Object.entries(catalogue.namespaces).map(([name, { tier }]) => [name, tier])),
    components: catalogue.components,
    platformGroup: catalogue.boundaries.platform.group,
    stores: catalogue.stores,
    repository: delivery.repositoryIn(catalogue),
    cluster: cluster.name,
    ...(sealingKey !== undefined && { sealingKey }),
    ranges: cluster.ranges,
    neighbours,
  };
}
