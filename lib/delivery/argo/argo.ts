import { groupBy } from '../../manifest/group-by';
import type { Manifest } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE, type Folder, topFolder, type Unit } from '../../manifest/unit';
import type { Delivery, DeliveryContext } from '../delivery';
import { appProject } from './app-project';
import { application, folderApplication } from './application';
import type { Sync } from './sync';

export interface ArgoProps {
  readonly sync: Sync;
  /**
   * Whether deleting an Application deletes what it synced: for environments that come and go.
   * The root, its bootstrap, namespaces and stores never cascade (argo-cd PR 10949, issue 6046: whole platforms were deleted that way).
   */
  readonly cascade: boolean;
}

/** Folders whose loss a sync repairs. */
const CASCADING: readonly Folder[] = ['workloads', 'policies', 'observability'];

/**
 * Delivery by Argo CD: the root Application syncs `apps`, where each folder has its Application; the Application `bootstrap`
 * keeps what had to be there first, AppProjects and the root itself, and never prunes it.
 */
export function argo({ sync, cascade }: ArgoProps): Delivery {
  return {
    engine: 'Argo CD',
    deliver: (units, context) => [...units, ...projects(context), ...root(context, sync), ...applications(units, context, sync, cascade)],
  };
}

function applications(units: readonly Unit[], { name, catalogue }: DeliveryContext, sync: Sync, cascade: boolean): Unit[] {
  const { repository } = catalogue;
  const toApplication = ({ folder, project, namespace }: Unit): Manifest => {
    const cascades = cascade && CASCADING.includes(topFolder({ folder }));
    return folderApplication(folder, { environment: name, repository, project, namespace, sync, cascade: cascades });
  };
  return [...groupBy(units, ({ component }) => component)].map(([component, own]) => inApps(component, own.map(toApplication)));
}

function root({ name, catalogue }: DeliveryContext, sync: Sync): Unit[] {
  const own = { environment: name, repository: catalogue.repository, project: 'platform', namespace: ARGO_CD_NAMESPACE, cascade: false };
  const withoutPruning = sync.automated ? { automated: { ...sync.automated, prune: false } } : sync;
  return [
    inBootstrap('argocd', [application({ ...own, folder: 'apps', name: 'root', sync })]),
    inApps('argocd', [folderApplication('bootstrap', { ...own, sync: withoutPruning })]),
  ];
}

function projects({ catalogue }: DeliveryContext): Unit[] {
  const manifests = Object.entries(catalogue.projects).map(([name, ceiling]) => appProject(name, ceiling, catalogue.repository));
  return [inBootstrap('projects', manifests)];
}

function inApps(component: string, manifests: readonly Manifest[]): Unit {
  return { folder: 'apps', component, project: 'platform', namespace: ARGO_CD_NAMESPACE, manifests };
}

function inBootstrap(component: string, manifests: readonly Manifest[]): Unit {
  return { folder: 'bootstrap', component, project: 'platform', namespace: ARGO_CD_NAMESPACE, manifests };
}
