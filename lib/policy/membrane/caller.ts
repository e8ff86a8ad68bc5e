import { podSpecPath } from '../../manifest/pod-template';
import { rangeText } from '../../reach/address-set';
import type { Endpoint } from '../../reach/endpoint';
import { isOutside, type Neighbour } from '../../reach/peer-match';
import { PortSet } from '../../reach/port-set';
import type { Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import type { StorePods } from './store-pods';
import { tierOf } from './tier';
import { reachOf } from './world-reach';

/** Somebody who may connect to pods of a store: pods there are, pods that somebody could make, or addresses outside. */
export interface Caller {
  readonly name: string;
  readonly neighbour: Neighbour;
}

/** Ports of a store on which somebody may connect, but those that give nothing away to those who watch over everything. */
export function portsOpenTo(world: World, store: StorePods, neighbour: Neighbour): PortSet {
  const { reachability } = reachOf(world);
  const ports = PortSet.union(store.workload.endpoints.map((endpoint) => reachability.explain(neighbour, endpoint, 'may').ports));
  return !isOutside(neighbour) && tierOf(world, neighbour.namespace) === 'platform' ? ports.difference(store.metrics) : ports;
}

/** One violation for each policy that lets callers in, or for the store itself if none closes it. */
export function* letIn(world: World, store: StorePods, callers: readonly Caller[]): Iterable<Violation> {
  const ways = new Map<string, Way>();
  for (const caller of callers) {
    const ports = portsOpenTo(world, store, caller.neighbour);
    if (ports.isEmpty) continue;
    const found = wayIn(world, store, caller.neighbour);
    const key = `${found.object.key} ${found.field}`;
    const way = ways.get(key) ?? { ...found, names: [], ports: PortSet.none };
    ways.set(key, { ...way, names: [...way.names, caller.name], ports: way.ports.union(ports) });
  }
  for (const { object, field, how, names, ports } of ways.values()) {
    const message = `${how} ${some(names)} reach ${store.workload.key} on ${ports}, which is for ${spokenCallers(world, store)}`;
    yield { object, field, message };
  }
}

/** What several callers come in by. */
interface Way extends WayIn {
  readonly names: readonly string[];
  readonly ports: PortSet;
}

type WayIn = Pick<Required<Violation>, 'object' | 'field'> & { readonly how: string };

function wayIn(world: World, { workload, object }: StorePods, neighbour: Neighbour): WayIn {
  const { reachability, objectOf } = reachOf(world);
  const verdicts = workload.endpoints.map((endpoint) => reachability.explain(neighbour, endpoint, 'may'));
  const open = verdicts.find(({ ports }) => !ports.isEmpty);
  if (open?.isBeyondPolicies) return onNode(world, isOutside(neighbour) || !neighbour.hostNetwork ? object : neighbour);
  const allowed = open?.sides.find(({ direction }) => direction === 'Ingress')?.allowedBy[0];
  if (allowed !== undefined) return { object: objectOf(allowed.object), field: allowed.field, how: 'lets' };
  return { object, field: '', how: 'is isolated by no policy for ingress, which lets' };
}

/** Of the pods on the network of a node: a store, or those that call it. */
function onNode(world: World, pods: WorldObject | Endpoint): WayIn {
  const object = 'key' in pods ? pods : pods.object && reachOf(world).objectOf(pods.object);
  if (object === undefined) throw new Error('nobody imagines pods on the network of a node');
  const field = `${podSpecPath(object.manifest)}.hostNetwork`;
  return { object, field, how: 'is true, and policies do not tell pods on a node from the node, which lets' };
}

/** Those whom the catalogue lets call a store; where it does not know the store, the tier of the API. */
function spokenCallers({ facts }: World, { component }: StorePods): string {
  const callers = declaredCallers(facts?.stores, component);
  if (callers === undefined)
    return component === undefined ? 'the tier of the API alone' : `${component} alone, as it is no store of the catalogue`;
  return [...callers, 'itself'].join(', ').replace(/, ([^,]*)$/, ' and $1');
}

/** Components that may call a store. Undefined where the catalogue knows no store of the name. */
export function declaredCallers(
  stores: Readonly<Record<string, { readonly callers: readonly string[] }>> | undefined,
  component: string | undefined,
): readonly string[] | undefined {
  return stores !== undefined && component !== undefined && Object.hasOwn(stores, component) ? stores[component]?.callers : undefined;
}

/** Whether pods are those of a declared caller, or of the store itself: its backup. */
export function isDeclared(world: World, store: StorePods, pods: Endpoint): boolean {
  const component = pods.object && reachOf(world).objectOf(pods.object).unit?.component;
  if (component === undefined || store.component === undefined) return ['api', 'store'].includes(tierOf(world, pods.namespace) ?? '');
  return component === store.component || declaredCallers(world.facts?.stores, store.component)?.includes(component) === true;
}

export function nameOf(neighbour: Neighbour): string {
  return isOutside(neighbour) ? `addresses ${rangeText(neighbour)}` : neighbour.workload;
}

const SHOWN = 3;

function some(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

/** Where a store's declared callers run; of a store that the catalogue does not know, where the API does. */
export function callersNamespaces(world: World, { component }: StorePods): ReadonlySet<string> {
  const callers = declaredCallers(world.facts?.stores, component);
  const isCaller = (caller: string | undefined, namespace: string): boolean =>
    callers === undefined ? tierOf(world, namespace) === 'api' : caller !== undefined && callers.includes(caller);
  return new Set(world.pods.flatMap(({ object, namespace }) => (isCaller(object.unit?.component, namespace) ? [namespace] : [])));
}
