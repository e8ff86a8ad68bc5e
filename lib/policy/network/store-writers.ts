import { POD_TYPES } from '../../manifest/pod-template';
import { callersNamespaces } from '../membrane/caller';
import { storePods } from '../membrane/store-pods';
import { destinationProblem, permitsKind } from '../project/app-project';
import { bindingsOf, isForCluster } from '../rbac/binding';
import { rulesOf } from '../rbac/grant';
import { powersOf } from '../rbac/power';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const storeWriters: Rule = {
  id: 'network/store-writers',
  title: 'Where stores and their callers run, nobody makes pods but their owners and the platform',
  severity: 'error',
  rationale:
    'Pods get into a store by their labels, and whoever makes or changes pods in the namespace of a caller can give them those (requirements A17 and A18; membrane M7; bad input 59).',
  requirements: ['A17', 'A18', 'A19', 'B5'],
  fix: 'take the namespace from the project or the role, or let the component run in a namespace of its own',
  *check(world) {
    if (world.facts === undefined) return;
    const namespaces = guardedNamespaces(world);
    for (const namespace of namespaces) yield* projects(world, namespace);
    yield* roles(world, world.facts.platformGroup, namespaces);
  },
};

/** Namespaces whose pods reach stores. */
function guardedNamespaces(world: World): string[] {
  const stores = storePods(world);
  const places = stores.flatMap((store) => [
    ...store.workload.endpoints.map(({ namespace }) => namespace),
    ...callersNamespaces(world, store),
  ]);
  return [...new Set(places)].sort();
}

const PODS = POD_TYPES.map((type) => {
  const [group = '', kind = ''] = type.split('/');
  return { group, kind };
});

/** Projects that may deliver pods there besides those that do, and the one that brings the namespace. */
function* projects(world: World, namespace: string): Iterable<Violation> {
  const owners = new Set(world.pods.flatMap(({ object, namespace: place }) => (place === namespace ? [object.unit?.project] : [])));
  owners.add(world.tryFind('/Namespace', '', namespace)?.unit?.project);
  for (const object of world.ofType('argoproj.io/AppProject')) {
    const { manifest } = object;
    const kinds = PODS.filter((kind) => permitsKind(manifest, kind)).map(({ kind }) => kind);
    if (owners.has(manifest.metadata.name) || kinds.length === 0) continue;
    if (destinationProblem(manifest, { server: 'https://kubernetes.default.svc', namespace }) !== undefined) continue;
    yield { object, field: 'spec.destinations', message: `lets the project deliver ${kinds.join(', ')} into ${whatAre([namespace])}` };
  }
}

function* roles(world: World, platform: string, guarded: readonly string[]): Iterable<Violation> {
  for (const binding of bindingsOf(world)) {
    const { object, namespace, subjects } = binding;
    const places = namespace === '' ? guarded : guarded.filter((place) => place === namespace);
    const others = subjects.flatMap(({ kind, name }, index) => (kind === 'Group' && name === platform ? [] : [{ kind, name, index }]));
    if (places.length === 0 || others.length === 0) continue;
    const [power] = powersOf(rulesOf(binding, world), isForCluster(object)).filter(({ makesPods }) => makesPods);
    if (power === undefined) continue;
    yield* others.map(({ kind, name, index }) => spoken(object, index, `${kind} ${name}`, power.does, places));
  }
}

function spoken(object: WorldObject, index: number, who: string, does: string, places: readonly string[]): Violation {
  return { object, field: `subjects[${index}]`, message: `lets ${who} ${does} in ${whatAre(places)}` };
}

function whatAre(namespaces: readonly string[]): string {
  return `${namespaces.join(' and ')}, whose pods reach stores`;
}
