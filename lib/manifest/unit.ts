import type { Manifest } from './manifest';

/** The namespace that Argo CD runs in. Who may deploy into it is an administrator, so only the platform project may. */
export const ARGO_CD_NAMESPACE = 'argocd';

/**
 * The folders of an environment, and the rank that their Applications are first synced in.
 * Ranks only make a first install quieter: between Applications nothing may depend on order (Argo CD does not wait there).
 */
export const FOLDERS = {
  bootstrap: 0,
  apps: 0,
  core: 1,
  namespaces: 2,
  rbac: 3,
  policies: 3,
  secrets: 4,
  stores: 5,
  workloads: 6,
  observability: 7,
} as const satisfies Readonly<Record<string, number>>;

export type Folder = keyof typeof FOLDERS;

/** A third-party chart at an exact version, with the values that it gets (requirement A26). */
export interface ChartSource {
  /** Name of the release and of its Application. */
  readonly release: string;
  /** URL of the chart repository. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether what the chart no longer renders stays: for the controller that would remove itself. @default false */
  readonly keep?: boolean;
}

/** The objects that one component keeps in one folder. All units of a folder are synced by one Application. */
export interface Unit {
  /** Path below the environment: `workloads/kfm-api`, `bootstrap`. */
  readonly folder: string;
  /** Who is promoted when these files change; every file belongs to exactly one component. */
  readonly component: string;
  /** The AppProject that the folder's Application belongs to. */
  readonly project: string;
  /** Namespace of the Application's destination. */
  readonly namespace: string;
  /** Delivered beside the manifests, by an Application of its own. */
  readonly chart?: ChartSource;
  readonly manifests: readonly Manifest[];
}

/** The first segment of a unit's folder. */
export function topFolder(unit: Pick<Unit, 'folder'>): Folder {
  return unit.folder.split('/', 1)[0] as Folder;
}

/** Folders that are one unit; in the others each component or namespace has one of its own. */
const UNDIVIDED: ReadonlySet<string> = new Set(['bootstrap', 'apps', 'rbac', 'observability'] satisfies Folder[]);

/** The folder of the unit that a file below the environment belongs to. */
export function folderOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return UNDIVIDED.has(top) ? top : `${top}/${second}`;
}

/** The name of a folder's Application: `workloads-kfm-api`. No top folder holds a dash, so no two folders share a name. */
export function applicationName(folder: string): string {
  return folder.replaceAll('/', '-');
}
