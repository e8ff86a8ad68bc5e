/** A Secret that the environment declares, wherever its values are. */
export interface DeclaredSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  /** `sealed`, `sops` and `external` ones are also among the objects; `sealed-elsewhere` and `mock` ones are not. */
  readonly kind: 'sealed' | 'sops' | 'external' | 'sealed-elsewhere' | 'mock';
}

/** Permission to hold data that an environment may not hold otherwise (requirement A13). */
export interface DataApproval {
  /** `sensitive` or another class of data. */
  readonly data: string;
  readonly reason: string;
  /** Who decided. */
  readonly approver: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string;
}

/** Another environment, as far as this one must hold nothing of it. */
export interface Neighbour {
  readonly environment: string;
  /** Its hosts are this, or end in it behind a dot. */
  readonly domain: string;
  /** Its cluster's name. */
  readonly cluster: string;
  /** SHA-256 of its sealing certificate; absent if it has none. */
  readonly sealingKey?: string;
  /** Its sealed values. */
  readonly ciphertexts: ReadonlySet<string>;
}

/** A component's image: what it is called, and every digest that was ever released. */
export interface ReleasedImage {
  readonly component: string;
  /** Repository without tag and digest. */
  readonly repository: string;
  readonly digests: ReadonlySet<string>;
}

/** What rules know of the environment beyond its objects. Manifests that nobody here wrote have none of it. */
export interface PlatformFacts {
  /** Hosts are this, or end in it behind a dot. */
  readonly domain: string;
  /** Whether every connection inside is encrypted, and proves who calls. */
  readonly encrypted: boolean;
  readonly highlyAvailable: boolean;
  /** Whether the environment takes changes by promotion only. */
  readonly locked: boolean;
  /** What kind of data it may hold. */
  readonly data: string;
  readonly approvals: readonly DataApproval[];
  /** Where images may come from: repositories and prefixes that end in `/`, normalised (`docker.io/library/redis`). */
  readonly registries: readonly string[];
  readonly releases: readonly ReleasedImage[];
  readonly secrets: readonly DeclaredSecret[];
  /** Storage classes that the cluster has or gets without an object here. */
  readonly storageClasses: readonly string[];
  /** Teams, and the boundaries that own what no team does. */
  readonly owners: readonly string[];
  /** Namespaces of teams with what they are for, e.g. `store`. */
  readonly tiers: Readonly<Record<string, string>>;
  /** Components of teams with the namespace that they run in. */
  readonly components: Readonly<Record<string, { readonly namespace: string }>>;
  /** The group of those who run the platform. */
  readonly platformGroup: string;
  /** Stores with what their data is, `canonical` or `rebuildable`, and the components that may call them. */
  readonly stores: Readonly<Record<string, { readonly namespace: string; readonly state: string; readonly callers: readonly string[] }>>;
  /** Where Argo CD reads, and from which branch. */
  readonly repository: { readonly url: string; readonly revision: string; readonly path: string };
  /** Name of the cluster; SHA-256 of the sealing certificate, if there is one. */
  readonly cluster: string;
  readonly sealingKey?: string;
  /** Ranges of the cluster's own addresses, in CIDR notation. */
  readonly ranges: { readonly pods: readonly string[]; readonly services: readonly string[]; readonly nodes: readonly string[] };
  readonly neighbours: readonly Neighbour[];
}
