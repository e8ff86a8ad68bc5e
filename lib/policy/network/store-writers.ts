import { compareText } from '../../manifest/order';
import { POD_TYPES } from '../../manifest/pod-template';
import { callersPods, isDeclaredStore } from '../membrane/declared-callers';
import { storePods } from '../membrane/store-pods';
import { destinationProblem, permitsKind } from '../project/app-project';
import { bindingsOf, isForCluster } from '../rbac/binding';
import { isRoleKnown, rulesOf } from '../rbac/grant';
import { waysToPods } from '../rbac/power';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const storeWriters: Rule = {
  id: 'network/store-writers',
  title: 'Where stores and their callers run, only their owners deliver pods, and nobody but the platform gets at any',
  severity: 'error',
  rationale:
    'Pods get into a store by their labels, and whoever makes or changes pods in the namespace of a caller can give them those; who writes policies there, or has the API server connect to pods, needs not even that (requirements A17 and A18; membrane M7; bad input 59).',
  requirements: ['A17', 'A18', 'A19', 'B5'],
  fix: 'take the namespace from the project or the role, or let the component run in a namespace of its own',
  *check(world) {
    if (world.facts === undefined) return;
    const namespaces = guardedNamespaces(world);
    for (const [namespace, owners] of namespaces) yield* projects(world, namespace, owners);
    yield* roles(world, world.facts.platformGroup, [...namespaces.keys()]);
  },
};

type Projects = ReadonlySet<string | undefined>;

/** Namespaces whose pods reach stores, with the projects of these stores, of their declared callers, and of the namespace. */
function guardedNamespaces(world: World): Map<string, Projects> {
  const found = new Map<string, Set<string | undefined>>();
  const guard = (namespace: string, project: string | undefined): void => {
    const projects = found.get(namespace) ?? new Set([world.tryFind('/Namespace', '', namespace)?.unit?.project]);
    found.set(namespace, projects.add(project));
  };
  for (const store of storePods(world)) {
    for (const { namespace } of store.workload.endpoints) if (isDeclaredStore(world, store)) guard(namespace, store.object.unit?.project);
    for (const { object, namespace } of callersPods(world, store)) guard(namespace, object.unit?.project);
  }
  return new Map([...found].sort(([one], [other]) => compareText(one, other)));
}

const PODS = POD_TYPES.map((type) => {
  const [group = '', kind = ''] = type.split('/');
  return { group, kind };
});

/** What an Application may call the cluster that Argo CD runs in. */
const CLUSTER = [{ server: 'https://kubernetes.default.svc' }, { name: 'in-cluster' }];

/** Projects that may deliver pods there besides those that do, and the one that brings the namespace. */
function* projects(world: World, namespace: string, owners: Projects): Iterable<Violation> {
  for (const object of world.ofType('argoproj.io/AppProject')) {
    const { manifest } = object;
    const kinds = PODS.filter((kind) => permitsKind(manifest, kind)).map(({ kind }) => kind);
    if (owners.has(manifest.metadata.name) || kinds.length === 0) continue;
    if (CLUSTER.every((cluster) => destinationProblem(manifest, { ...cluster, namespace }) !== undefined)) continue;
    yield { object, field: 'spec.destinations', message: `lets the project deliver ${kinds.join(', ')} into ${whatAre([namespace])}` };
  }
}

function* roles(world: World, platform: string, guarded: readonly string[]): Iterable<Violation> {
  for (const binding of bindingsOf(world)) {
    const { object, namespace, subjects } = binding;
    const places = namespace === '' ? guarded : guarded.filter((place) => place === namespace);
    const others = subjects.flatMap(({ kind, name }, index) => (kind === 'Group' && name === platform ? [] : [{ kind, name, index }]));
    if (places.length === 0 || others.length === 0) continue;
    if (!isRoleKnown(binding, world)) {
      yield {
        object,
        field: 'roleRef.name',
        message: `is ${binding.roleName}, which is not seen here: it may be anything in ${whatAre(places)}`,
      };
      continue;
    }
    const [does] = waysToPods(rulesOf(binding, world), isForCluster(object));
    if (does === undefined) continue;
    yield* others.map(({ kind, name, index }) => spoken(object, index, `${kind} ${name}`, does, places));
  }
}

function spoken(object: WorldObject, index: number, who: string, does: string, places: readonly string[]): Violation {
  return { object, field: `subjects[${index}]`, message: `lets ${who} ${does} in ${whatAre(places)}` };
}

function whatAre(namespaces: readonly string[]): string {
  return `${namespaces.join(' and ')}, whose pods reach stores`;
}
