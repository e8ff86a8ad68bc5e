import type { Manifest } from '../../manifest/manifest';
import { SYNC_WAVE } from '../../manifest/order';
import { ARGO_CD_NAMESPACE, applicationName, FOLDERS, topFolder } from '../../manifest/unit';
import type { Repository } from '../../tenancy/catalogue';
import { RETRY, SYNC_OPTIONS, type Sync } from './sync';

export interface ApplicationProps {
  readonly environment: string;
  readonly repository: Repository;
  /** Folder below the environment. */
  readonly folder: string;
  readonly name: string;
  readonly project: string;
  /** Namespace of the destination. */
  readonly namespace: string;
  readonly sync: Sync;
  /** Whether deleting the Application deletes what it synced. */
  readonly cascade: boolean;
}

/** The cluster that Argo CD itself runs in: every environment has its own. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/** An Argo CD Application that syncs one folder of an environment (hardening: project, source, destination, options and retry are explicit). */
export function application({ environment, repository, folder, name, project, namespace, sync, cascade }: ApplicationProps): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: ARGO_CD_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'desired-state', 'app.kubernetes.io/name': name },
      annotations: {
        [SYNC_WAVE]: String(FOLDERS[topFolder({ folder })]),
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
      },
      ...(cascade && { finalizers: [CASCADE] }),
    },
    spec: {
      project,
      source: {
        repoURL: repository.url,
        targetRevision: repository.revision,
        path: `${repository.path}/${environment}/${folder}`,
        directory: { recurse: true },
      },
      destination: { server: IN_CLUSTER, namespace },
      revisionHistoryLimit: 10,
      syncPolicy: { ...sync, retry: RETRY, syncOptions: SYNC_OPTIONS },
    },
  };
}

/** The Application of a unit's folder. */
export function folderApplication(folder: string, props: Omit<ApplicationProps, 'folder' | 'name'>): Manifest {
  return application({ ...props, folder, name: applicationName(folder) });
}
