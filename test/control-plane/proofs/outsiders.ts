import { dump, load } from 'js-yaml';
import { CHART_REPOSITORIES, type Manifest, valueAt } from '../../../lib';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { Edits } from '../harness/published';
import { apiVersionOf, type Resource } from './discovery';
import { GUARDRAILS, type IntendedProject, kindName, NOBODYS } from './intended-projects';

/** An object that an Application carries, and where it would end up. */
export interface Cargo {
  readonly resource: Resource;
  readonly object: Manifest;
  readonly namespace: string;
  /** Whether an object of this name is there already, which another project put there. */
  readonly standing: boolean;
}

/** An Application that asks its project for something. */
export interface Outsider {
  readonly name: string;
  readonly project: string;
  readonly asks: 'inside' | 'kind' | 'namespace of an object' | 'namespace' | 'repository';
  /** The repository or namespace that it names and may not have. */
  readonly wants: string;
  readonly namespace: string;
  readonly repository: string;
  readonly folder: string;
  readonly cargo: readonly Cargo[];
}

/** What every Application and object of this proof is labelled with. */
export const OUTSIDER = 'platform.kfm.example.org/outsider';
const NAME = 'outsider';

export interface Surroundings {
  readonly bed: DeliveredBed;
  readonly manifests: readonly Manifest[];
  readonly served: readonly Resource[];
  /** Every namespace that there is. */
  readonly namespaces: readonly string[];
}

/** For one project: one Application that it must take, and one for each thing that it must not. */
export function outsidersOf(project: IntendedProject, around: Surroundings): Outsider[] {
  const { catalogue, delivery } = around.bed.environment;
  const repository = delivery.repositoryIn(catalogue);
  const home = around.namespaces.find((namespace) => project.namespaces.has(namespace));
  const foreign = around.namespaces.filter((namespace) => !project.namespaces.has(namespace));
  const resource = around.served.find((one) => kindName(one) === harmlessKind(project));
  if (resource === undefined) throw new Error(`the API server has no ${harmlessKind(project)}`);
  const harmless = (namespace: string): Cargo => ({
    resource,
    object: bare(resource, `${NAME}-${project.name}`, namespace),
    namespace,
    standing: false,
  });
  const outsider = (asks: Outsider['asks'], wants: string, cargo: readonly Cargo[], more: Partial<Outsider> = {}): Outsider => {
    const words = [NAME, project.name, asks, wants].join(' ').match(/[A-Za-z0-9]+/g) ?? [];
    const name = words.join('-').toLowerCase();
    const base = { namespace: home ?? 'default', repository: repository.url, folder: `outsiders/${name}` };
    return { name, project: project.name, asks, wants, cargo, ...base, ...more };
  };
  const others = [...CHART_REPOSITORIES, repository.url.replace(/\.git$/, '-of-others.git'), 'https://git.elsewhere.example.org/x/y.git'];
  return [
    ...foreign.map((namespace) => outsider('namespace', namespace, [harmless(namespace)], { namespace })),
    ...[...new Set(others)]
      .filter((url) => !project.repositories.has(url))
      .map((url) => outsider('repository', url, [], { repository: url })),
    ...(home === undefined
      ? []
      : [
          outsider('inside', '', [harmless(home)]),
          outsider('kind', '', forbiddenCargo(project, home, around)),
          outsider('namespace of an object', '', foreign.map(harmless)),
        ]),
  ];
}

/** A kind that the project may bring, whose objects do nothing. */
function harmlessKind({ kinds }: IntendedProject): string {
  return kinds === undefined || kinds.size === 0 || kinds.has('ConfigMap') ? 'ConfigMap' : 'Role.rbac.authorization.k8s.io';
}

/** One object of each kind that is not the project's; of those that limit or permit a team, the very ones that stand there. */
function forbiddenCargo(project: IntendedProject, home: string, { bed, manifests, served }: Surroundings): Cargo[] {
  const permitted = project.kinds ?? permittedBy(project.name, manifests);
  const excluded = excludedKinds(bed);
  const forbidden = served.filter(
    (one) =>
      !one.name.includes('/') &&
      one.verbs.includes('create') &&
      one.verbs.includes('get') &&
      !excluded.has(kindName(one)) &&
      (!permitted.has(kindName(one)) || NOBODYS.includes(kindName(one))),
  );
  const kinds = forbidden.map((resource) => ({ resource, object: bare(resource, NAME, home), namespace: home, standing: false }));
  const guards = forbidden.filter((one) => GUARDRAILS.includes(kindName(one)));
  const twins = guards.flatMap((resource) =>
    manifests
      .filter((object) => object.kind === resource.kind && object.metadata.namespace === home)
      .map((object) => ({ resource, object: labelled(object), namespace: home, standing: true })),
  );
  const namespaces = served.filter((one) => project.kinds === undefined && one.name === 'namespaces');
  return [
    ...kinds,
    ...twins,
    ...namespaces.map((resource) => ({ resource, object: bare(resource, NAME, home), namespace: home, standing: false })),
  ];
}

/** Kinds that Argo CD passes over in silence, so that it never refuses them: its own, and those of the platform's settings. */
function excludedKinds(bed: DeliveredBed): Set<string> {
  const settings = load(bed.files('bootstrap').get('configmap_argocd-cm.yaml') ?? '');
  const lists = load(String(Object(valueAt(settings, 'data'))['resource.exclusions'])) as { apiGroups: string[]; kinds: string[] }[];
  const its = ['Event', 'Event.events.k8s.io'];
  return new Set([
    ...its,
    ...lists.flatMap(({ apiGroups, kinds }) => apiGroups.flatMap((group) => kinds.map((kind) => kindName({ group, kind })))),
  ]);
}

/** For a project whose kinds are too many to be written twice. */
function permittedBy(project: string, manifests: readonly Manifest[]): Set<string> {
  const spec = manifests.find(({ kind, metadata }) => kind === 'AppProject' && metadata.name === project);
  const lists = ['clusterResourceWhitelist', 'namespaceResourceWhitelist'].flatMap((list) => valueAt(spec, `spec.${list}`) ?? []);
  return new Set((lists as { group: string; kind: string }[]).map(kindName));
}

function bare(resource: Resource, name: string, namespace: string): Manifest {
  const place = resource.namespaced ? { namespace } : {};
  return labelled({ apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: { name, ...place } });
}

function labelled(object: Manifest): Manifest {
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [OUTSIDER]: 'true' } } };
}

/** What their folders hold. */
export function filesOf(outsiders: readonly Outsider[]): Edits {
  const loaded = outsiders.filter(({ cargo }) => cargo.length > 0);
  return Object.fromEntries(
    loaded.map(({ folder, cargo }) => [`${folder}/objects.yaml`, cargo.map(({ object }) => dump(object)).join('---\n')]),
  );
}
