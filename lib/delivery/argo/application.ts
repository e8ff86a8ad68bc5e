import type { Manifest } from '../../manifest/manifest';
import { SYNC_WAVE } from '../../manifest/order';
import { ARGO_CD_NAMESPACE, applicationName, type ChartSource, FOLDERS, type Folder, topFolder } from '../../manifest/unit';
import type { Repository } from '../../tenancy/catalogue';
import { RETRY, SYNC_OPTIONS, type Sync } from './sync';

export interface ApplicationProps {
  readonly environment: string;
  readonly repository: Repository;
  /** Folder below the environment, or a chart. */
  readonly source: { readonly folder: string } | ChartSource;
  /** Rank of a first sync. */
  readonly band: Folder;
  readonly name: string;
  readonly project: string;
  /** Namespace of the destination. */
  readonly namespace: string;
  readonly sync: Sync;
  /** Whether deleting the Application deletes what it synced. */
  readonly cascade: boolean;
  /** Whether some of its kinds are defined by another Application, which may come later. @default false */
  readonly meetsMissingKinds?: boolean;
}

/** The cluster that Argo CD itself runs in: every environment has its own. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/** Argo CD's finalizer with the propagation it has by default; the bare name is one that Kubernetes warns of, for it has no path. */
const CASCADE = 'resources-finalizer.argocd.argoproj.io/foreground';

/** An Argo CD Application that syncs one folder of an environment (hardening: project, source, destination, options and retry are explicit). */
export function application(props: ApplicationProps): Manifest {
  const { environment, repository, source, band, name, project, namespace, sync, cascade, meetsMissingKinds = false } = props;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: ARGO_CD_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'desired-state', 'app.kubernetes.io/name': name },
      annotations: {
        [SYNC_WAVE]: String(FOLDERS[band]),
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
      },
      ...(cascade && { finalizers: [CASCADE] }),
    },
    spec: {
      project,
      source: 'folder' in source ? folderSource(environment, source.folder, repository) : chartSource(source),
      destination: { server: IN_CLUSTER, namespace },
      revisionHistoryLimit: 10,
      syncPolicy: { ...sync, retry: RETRY, syncOptions: meetsMissingKinds ? [...SYNC_OPTIONS, MISSING_KINDS] : SYNC_OPTIONS },
    },
  };
}

/** Lets a sync begin although a definition is still missing; it is retried until the add-on that brings it is there. */
const MISSING_KINDS = 'SkipDryRunOnMissingResource=true';

function folderSource(environment: string, folder: string, { url, revision, path }: Repository): object {
  return { repoURL: url, targetRevision: revision, path: `${path}/${environment}/${folder}`, directory: { recurse: true } };
}

/** A chart at an exact version; its values stand in the Application, where they are reviewed. */
function chartSource({ repository, chart, version, release, values }: ChartSource): object {
  return { repoURL: repository, chart, targetRevision: version, helm: { releaseName: release, valuesObject: values } };
}

/** The Application of a unit's folder. */
export function folderApplication(folder: string, props: Omit<ApplicationProps, 'source' | 'band' | 'name'>): Manifest {
  return application({ ...props, source: { folder }, band: topFolder({ folder }), name: applicationName(folder) });
}
