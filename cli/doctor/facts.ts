import type { Cluster, Finding as GateFinding, Manifest } from '../../lib';
import type { Place } from '../drift/hint';
import type { Live } from '../verify/check';
import type { KindName } from './kinds';

/** Why something could not be asked. */
export interface Unread {
  readonly problem: string;
}

/** What a cluster said. */
export interface ClusterFacts {
  readonly server: string;
  readonly lists: ReadonlyMap<KindName, readonly Live[] | Unread>;
  /** Kinds that it serves, as `Kind.group`. */
  readonly served: ReadonlySet<string>;
  /** What discovery could not say; empty if it said all. */
  readonly gap: string;
  /** `1.34`, or why it is not known. */
  readonly version: string | Unread;
  /** Whether who asks may do everything. */
  readonly isAdministrator: boolean | Unread;
}

/** What the repository that this is run in says. */
export interface RepositoryFacts {
  /** Addresses of its remotes by name; undefined where it is no repository. */
  readonly remotes: ReadonlyMap<string, string> | undefined;
  /** What the gates find in dist, and where it is not what the classes render; or why they could not be asked. */
  readonly gates: readonly GateFinding[] | Unread;
  /** Files of this dist that are otherwise at the branch which Argo CD follows; or why that could not be told. */
  readonly ahead: readonly string[] | Unread;
  /** Files of dist that are otherwise at a commit than at that branch; undefined for a commit that is not here. */
  readonly behind: ReadonlyMap<string, number | undefined>;
}

/** What somebody would have to install or stop. */
export interface MachineFacts {
  /** Versions of the programs that are there. */
  readonly programs: ReadonlyMap<string, string>;
  /** Programs that are needed and missing, or do not run, as lines. */
  readonly missing: readonly { readonly name: string; readonly line: string }[];
  readonly takenPorts: readonly number[];
  readonly ports: readonly number[];
  /** The variable TF_PLUGIN_CACHE_DIR, and whether its folder is there. */
  readonly pluginCache: { readonly folder: string; readonly isThere: boolean } | undefined;
  readonly isStackInitialized: boolean;
  readonly isStackWritten: boolean;
}

/** What DNS said of a host: addresses, that there is no such name, or why it could not be asked. */
export type NameAnswer = { readonly addresses: readonly string[] } | 'missing' | Unread;

/** All that checks are decided from: gathered once, and never again while they run. */
export interface Facts {
  readonly environment: string;
  /** Whether it is of this machine. */
  readonly isLocal: boolean;
  readonly place: Place;
  readonly cluster: Cluster;
  /** Where Argo CD reads from, and the branch it follows. */
  readonly repository: { readonly url: string; readonly revision: string };
  readonly isHighlyAvailable: boolean;
  /** Folder of manifests below the project. */
  readonly folder: string;
  /** Objects of dist. */
  readonly dist: readonly Manifest[];
  /** Their files, below the project. */
  readonly files: readonly string[];
  readonly clone: RepositoryFacts;
  readonly machine: MachineFacts;
  /** By host. Empty offline. */
  readonly names: ReadonlyMap<string, NameAnswer>;
  /** Undefined offline. */
  readonly live: ClusterFacts | Unread | undefined;
  /** Milliseconds of a clock. */
  readonly now: number;
}

export function isUnread(value: unknown): value is Unread {
  return typeof value === 'object' && value !== null && 'problem' in value;
}

/** A list of the cluster that the check says it reads; empty of a kind that the cluster does not know. */
export function list({ live }: Facts, name: KindName): readonly Live[] {
  const found = live === undefined || isUnread(live) ? undefined : live.lists.get(name);
  return found === undefined || isUnread(found) ? [] : found;
}

/** The objects of a kind in dist, as those of the cluster are looked at. */
export function committed({ dist }: Facts, kind: string): readonly Live[] {
  return dist.filter((manifest) => manifest.kind === kind) as readonly object[] as readonly Live[];
}

/** Those that have the same namespace and name. */
export function same(objects: readonly Live[], { metadata }: Pick<Live, 'metadata'>): Live | undefined {
  return objects.find((one) => one.metadata.name === metadata.name && (one.metadata.namespace ?? '') === (metadata.namespace ?? ''));
}
