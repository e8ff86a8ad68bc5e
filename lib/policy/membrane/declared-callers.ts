import type { Endpoint } from '../../reach/endpoint';
import type { PodView } from '../pod-view';
import type { World } from '../world';
import { spokenList } from './spoken-list';
import type { StorePods } from './store-pods';
import { tierOf } from './tier';
import { reachOf } from './world-reach';

/** Components that may call a store. Undefined where the catalogue knows no store of the name. */
export function declaredCallers({ facts }: World, { component = '' }: Pick<StorePods, 'component'>): readonly string[] | undefined {
  return facts !== undefined && Object.hasOwn(facts.stores, component) ? facts.stores[component]?.callers : undefined;
}

/** Whether pods are those of a store of the catalogue, where the catalogue has it. */
export function isDeclaredStore({ facts }: World, { component = '', workload }: StorePods): boolean {
  const namespace = facts !== undefined && Object.hasOwn(facts.stores, component) ? facts.stores[component]?.namespace : undefined;
  return workload.endpoints.every((pods) => pods.namespace === namespace);
}

/**
 * Whether pods are those of a declared caller, or of the store itself: its backup. A component's pods are what its unit delivers into its
 * namespace. In manifests that nobody here wrote, whoever is in the tier of the API or of the stores.
 */
export function isDeclared(world: World, store: StorePods, pods: Endpoint): boolean {
  const { facts } = world;
  const component = pods.object && reachOf(world).objectOf(pods.object).unit?.component;
  if (facts === undefined || component === undefined) return ['api', 'store'].includes(tierOf(world, pods.namespace) ?? '');
  if (component === store.component) return store.workload.endpoints.some(({ namespace }) => namespace === pods.namespace);
  return declaredCallers(world, store)?.includes(component) === true && isAtHome(world, component, pods.namespace);
}

/** Pods of a store's declared callers; of a store that the catalogue does not know, those of the API. */
export function callersPods(world: World, store: StorePods): PodView[] {
  const callers = declaredCallers(world, store);
  return world.pods.filter(({ object, namespace }) => {
    const component = object.unit?.component;
    if (callers === undefined || component === undefined) return callers === undefined && tierOf(world, namespace) === 'api';
    return callers.includes(component) && isAtHome(world, component, namespace);
  });
}

/** Those whom the catalogue lets call a store, in words. */
export function spokenCallers(world: World, store: StorePods): string {
  const callers = declaredCallers(world, store);
  if (callers !== undefined) return spokenList([...callers, 'itself']);
  return store.component === undefined ? 'the tier of the API alone' : `${store.component} alone, as it is no store of the catalogue`;
}

function isAtHome({ facts }: World, component: string, namespace: string): boolean {
  const { components = {} } = facts ?? {};
  return Object.hasOwn(components, component) && components[component]?.namespace === namespace;
}
