import { notInCatalogue, projectMissing, storeOutsideTier } from '../errors';
import type { Ceiling } from './ceiling';

/** Where Argo CD reads the committed manifests. */
export interface Repository {
  readonly url: string;
  /** A protected branch. */
  readonly revision: string;
  /** Folder of the environments in the repository. */
  readonly path: string;
  /** Where people read its files, for links to runbooks. */
  readonly pages: string;
}

/** Tiers of the trust membrane: clients reach the edge, the edge the frontend and the API, and only the API the stores. */
export type Tier = 'edge' | 'frontend' | 'api' | 'pipeline' | 'store' | 'platform';

export interface TeamEntry {
  /** Group of the identity provider, as Kubernetes and Argo CD see it. */
  readonly group: string;
  /** Who reviews, as CODEOWNERS writes it. */
  readonly reviewers: string;
}

/** The boundaries that own what no team does (requirements A20 to A22). */
export type Boundary = 'platform' | 'security' | 'release';

export interface NamespaceEntry {
  readonly team: string;
  readonly tier: Tier;
}

export interface ComponentEntry {
  readonly namespace: string;
  /** Repository of the component's image, without tag and digest. */
  readonly image: string;
}

/** Canonical state is the only copy; rebuildable state is a projection of it (requirement B7). */
export type StateClass = 'canonical' | 'rebuildable';

export interface StoreEntry {
  readonly namespace: string;
  readonly state: StateClass;
  /** Components that may connect; nobody else (requirements A17 to A19). */
  readonly callers: readonly string[];
}

export interface CatalogueProps {
  readonly repository: Repository;
  /** Name of the whole, for `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  readonly boundaries: Readonly<Record<Boundary, TeamEntry>>;
  readonly teams: Readonly<Record<string, TeamEntry>>;
  /** Trust zones of teams, by name. */
  readonly namespaces: Readonly<Record<string, NamespaceEntry>>;
  readonly components: Readonly<Record<string, ComponentEntry>>;
  /** Where images may come from: repositories, and prefixes that end in `/`, with their registry. Security owns the list. */
  readonly registries: readonly string[];
  readonly stores: Readonly<Record<string, StoreEntry>>;
  /** AppProjects as ceilings: `platform`, `security`, `data`, and one for each team. */
  readonly projects: Readonly<Record<string, Ceiling>>;
}

/** Who owns what, where it runs and who may call it: the same in every environment. */
export class Catalogue {
  readonly repository: Repository;
  readonly partOf: string;
  readonly boundaries: Readonly<Record<Boundary, TeamEntry>>;
  readonly teams: Readonly<Record<string, TeamEntry>>;
  readonly namespaces: Readonly<Record<string, NamespaceEntry>>;
  readonly components: Readonly<Record<string, ComponentEntry>>;
  readonly registries: readonly string[];
  readonly stores: Readonly<Record<string, StoreEntry>>;
  readonly projects: Readonly<Record<string, Ceiling>>;

  /** @throws a name that one entry uses and no other defines, a store in a namespace of another tier */
  constructor(props: CatalogueProps) {
    this.repository = props.repository;
    this.partOf = props.partOf;
    this.boundaries = props.boundaries;
    this.teams = props.teams;
    this.namespaces = props.namespaces;
    this.components = props.components;
    this.registries = props.registries;
    this.stores = props.stores;
    this.projects = props.projects;

    for (const [name, { team, tier }] of Object.entries(this.namespaces)) {
      this.team(team);
      const project = this.projects[tier === 'store' ? 'data' : team];
      if (!project?.namespaces.includes(name)) throw projectMissing(name, tier === 'store' ? 'data' : team);
    }
    for (const { operators = [] } of Object.values(this.projects)) for (const team of operators) this.team(team);
    for (const { namespace } of Object.values(this.components)) this.namespace(namespace);
    for (const [name, { namespace, callers }] of Object.entries(this.stores)) {
      const { tier } = this.namespace(namespace);
      if (tier !== 'store') throw storeOutsideTier(name, namespace, tier);
      for (const caller of callers) this.component(caller);
    }
  }

  /** @throws a name that the catalogue does not have, with the nearest that it has */
  namespace(name: string): NamespaceEntry {
    return find(this.namespaces, 'namespace', name);
  }

  team(name: string): TeamEntry {
    return find(this.teams, 'team', name);
  }

  component(name: string): ComponentEntry {
    return find(this.components, 'component', name);
  }

  store(name: string): StoreEntry {
    return find(this.stores, 'store', name);
  }
}

function find<Entry>(entries: Readonly<Record<string, Entry>>, what: string, name: string): Entry {
  if (Object.hasOwn(entries, name)) return entries[name] as Entry;
  throw notInCatalogue(what, name, Object.keys(entries));
}
