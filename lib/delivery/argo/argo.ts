import { groupBy } from '../../manifest/group-by';
import { groupOf, isCustomResource } from '../../manifest/identity';
import type { Manifest } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE, type Folder, topFolder, type Unit } from '../../manifest/unit';
import type { Catalogue, Repository } from '../../tenancy/catalogue';
import { interfaceAccess, operatorAccess } from '../../tenancy/team-access';
import { zoneManifests } from '../../tenancy/trust-zone';
import type { Delivery, DeliveryContext } from '../delivery';
import { appProject, closedDefaultProject } from './app-project';
import { application, folderApplication } from './application';
import { networkPolicies, type WorkingTree } from './network';
import { type Notifications, notifications, subscriptions } from './notifications';
import { settings } from './settings';
import type { Sync } from './sync';

export interface ArgoProps {
  readonly sync: Sync;
  /**
   * Whether deleting an Application deletes what it synced: for environments that come and go.
   * The root, its bootstrap, namespaces and stores never cascade (argo-cd PR 10949, issue 6046: whole platforms were deleted that way).
   */
  readonly cascade: boolean;
  readonly notifications: Notifications;
  /** Where the cluster reads dist instead of the catalogue's repository: a server in it that shows the working tree. @default not so */
  readonly workingTree?: WorkingTree;
}

/** What an environment tells its delivery, with where its manifests are read from. */
interface Delivered extends DeliveryContext {
  readonly repository: Repository;
}

/** Folders whose loss a sync repairs. */
const CASCADING: readonly Folder[] = ['workloads', 'policies', 'observability'];

/**
 * Delivery by Argo CD: the root Application syncs `apps`, where each folder has its Application; the Application `bootstrap`
 * keeps what had to be there first, Argo CD's own namespace, settings and projects and the root itself, and never prunes it.
 */
export function argo(props: ArgoProps): Delivery {
  const repositoryIn = ({ repository }: Catalogue): Repository => ({
    ...repository,
    ...(props.workingTree && { url: props.workingTree.url }),
  });
  return {
    engine: 'Argo CD',
    cadence: props.sync.automated ? 'at once' : 'on request',
    decryptsSops: false,
    secrets: [props.notifications.secret],
    repositoryIn,
    deliver: (units, environment) => {
      const { name, catalogue, cluster, traits } = environment;
      const context = { name, catalogue, cluster, traits, repository: repositoryIn(catalogue) };
      return [
        ...units,
        ...controller(units, props, context),
        ...projects(props, context),
        ...root(props, context),
        ...applications(units, props, context),
      ];
    },
  };
}

/** What Argo CD itself stands on: its namespace, closed but for what its programs need, and its settings. */
function controller(units: readonly Unit[], props: ArgoProps, context: Delivered): Unit[] {
  const { catalogue, cluster, traits } = context;
  const zone = zoneManifests(
    {
      name: ARGO_CD_NAMESPACE,
      team: 'platform',
      tier: 'platform',
      quota: traits.highlyAvailable
        ? { cpu: '4', cpuLimit: '24', memory: '16Gi', pods: 40 }
        : { cpu: '2', cpuLimit: '12', memory: '6Gi', pods: 20 },
    },
    context,
  );
  const hasCharts = units.some(({ chart }) => chart !== undefined);
  const policies = networkPolicies(cluster, traits.highlyAvailable, props.workingTree);
  const access = [
    ...operatorAccess(ARGO_CD_NAMESPACE, catalogue),
    ...interfaceAccess(ARGO_CD_NAMESPACE, catalogue, ['platform', 'release']),
  ];
  return [inBootstrap('argocd', [...zone, ...policies, ...access, ...settings(context, hasCharts), ...notifications(props.notifications)])];
}

function applications(units: readonly Unit[], { sync, cascade }: ArgoProps, { name, repository, cluster }: Delivered): Unit[] {
  const shared = { environment: name, repository, sync };
  const ofFolder = ([folder, own]: [string, readonly Unit[]]): Manifest => {
    const { project, namespace } = own[0] as Unit;
    const cascades = cascade && CASCADING.includes(topFolder({ folder }));
    const meetsMissingKinds = own.some(({ manifests }) => manifests.some((manifest) => isMissing(manifest, cluster.provides)));
    return folderApplication(folder, { ...shared, project, namespace, cascade: cascades, ...(meetsMissingKinds && { meetsMissingKinds }) });
  };
  const ofChart = ({ project, namespace, chart }: Unit): Manifest[] =>
    chart === undefined
      ? []
      : [
          application({
            ...shared,
            ...(chart.keep && { sync: withoutPruning(sync) }),
            source: chart,
            band: 'core',
            name: chart.release,
            project,
            namespace,
            cascade: false,
            meetsMissingKinds: true,
          }),
        ];
  return [...groupBy(units, ({ component }) => component)].map(([component, own]) => {
    const filled = own.filter(({ manifests }) => manifests.length > 0);
    const folders = [...groupBy(filled, ({ folder }) => folder)];
    return inApps(component, [...own.flatMap(ofChart), ...folders.map(ofFolder)]);
  });
}

function isMissing(manifest: Manifest, provided: readonly string[]): boolean {
  return isCustomResource(manifest) && !provided.includes(groupOf(manifest.apiVersion));
}

function root({ sync }: ArgoProps, { name, repository }: Delivered): Unit[] {
  const own = { environment: name, repository, project: 'platform', namespace: ARGO_CD_NAMESPACE, cascade: false };
  return [
    inBootstrap('argocd', [application({ ...own, source: { folder: 'apps' }, band: 'apps', name: 'root', sync })]),
    inApps('argocd', [folderApplication('bootstrap', { ...own, sync: withoutPruning(sync) })]),
  ];
}

function withoutPruning(sync: Sync): Sync {
  return sync.automated ? { automated: { ...sync.automated, prune: false } } : sync;
}

function projects(props: ArgoProps, { catalogue, repository }: Delivered): Unit[] {
  const annotations = subscriptions(props.notifications);
  const manifests = Object.entries(catalogue.projects).map(([name, ceiling]) => appProject(name, ceiling, repository, annotations));
  return [inBootstrap('projects', [closedDefaultProject(), ...manifests])];
}

function inApps(component: string, manifests: readonly Manifest[]): Unit {
  return { folder: 'apps', component, project: 'platform', namespace: ARGO_CD_NAMESPACE, manifests };
}

function inBootstrap(component: string, manifests: readonly Manifest[]): Unit {
  return { folder: 'bootstrap', component, project: 'platform', namespace: ARGO_CD_NAMESPACE, manifests };
}
