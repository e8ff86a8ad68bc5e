import { notInCatalogue } from '../errors';
import type { Ceiling } from './ceiling';

/** Where Argo CD reads the committed manifests. */
export interface Repository {
  readonly url: string;
  /** A protected branch. */
  readonly revision: string;
  /** Folder of the environments in the repository. */
  readonly path: string;
}

/** Tiers of the trust membrane: clients reach the edge, the edge the frontend and the API, and only the API the stores. */
export type Tier = 'edge' | 'frontend' | 'api' | 'store';

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
  /** Trust zones, by name. */
  readonly namespaces: Readonly<Record<string, NamespaceEntry>>;
  readonly components: Readonly<Record<string, ComponentEntry>>;
  readonly stores: Readonly<Record<string, StoreEntry>>;
  /** AppProjects as ceilings: `platform`, `security`, `data`, and one for each team. */
  readonly projects: Readonly<Record<string, Ceiling>>;
}

/** Who owns what, where it runs and who may call it: the same in every environment. */
export class Catalogue {
  constructor(private readonly props: CatalogueProps) {}

  get repository(): Repository {
    return this.props.repository;
  }

  get partOf(): string {
    return this.props.partOf;
  }

  get namespaces(): Readonly<Record<string, NamespaceEntry>> {
    return this.props.namespaces;
  }

  get projects(): Readonly<Record<string, Ceiling>> {
    return this.props.projects;
  }

  /** @throws a name that the catalogue does not have, with the nearest that it has */
  namespace(name: string): NamespaceEntry {
    return find(this.props.namespaces, 'namespace', name);
  }

  component(name: string): ComponentEntry {
    return find(this.props.components, 'component', name);
  }

  store(name: string): StoreEntry {
    return find(this.props.stores, 'store', name);
  }
}

function find<Entry>(entries: Readonly<Record<string, Entry>>, what: string, name: string): Entry {
  if (Object.hasOwn(entries, name)) return entries[name] as Entry;
  throw notInCatalogue(what, name, Object.keys(entries));
}
