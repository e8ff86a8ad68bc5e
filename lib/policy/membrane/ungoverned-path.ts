import { PortSet } from '../../reach/port-set';
import { objectName } from '../../reach/reach-world';
import type { Workload } from '../../reach/workload';
import { once } from '../once';
import type { World } from '../world';
import { isDeclared } from './declared-callers';
import { metricsPorts, type StorePods } from './store-pods';
import { tierOf } from './tier';
import { unseenPods } from './unseen-pods';
import { doorsInto, reachOf } from './world-reach';

/**
 * The shortest chain of connections from outside or from a client's tier to a store that does not pass the governed API: the names on it, but
 * the store's own; undefined if there is none. Looked for from the store backwards, so that it takes as long as there are callers of callers.
 */
export function ungovernedPath(world: World, store: StorePods): string[] | undefined {
  const seen = new Set([store.workload.key]);
  let ends: readonly Chain[] = [{ first: store.workload, leaves: store.metrics, names: [] }];
  while (ends.length > 0) {
    const longer: Chain[] = [];
    for (const chain of ends) {
      const entry = entryOf(world, chain);
      if (entry !== undefined) return [...entry, ...chain.names];
      for (const caller of callersOf(world, store, chain)) {
        if (seen.has(caller.key)) continue;
        seen.add(caller.key);
        longer.push({ first: caller, leaves: PortSet.none, names: [caller.key, ...chain.names] });
      }
    }
    ends = longer;
  }
  return undefined;
}

/** A chain of connections that ends at the store. */
interface Chain {
  readonly first: Workload;
  /** Ports of the first that lead nowhere. */
  readonly leaves: PortSet;
  readonly names: readonly string[];
}

/** Tiers that clients deal with: what gets in there acts for them. */
const CLIENT_TIERS: ReadonlySet<string | undefined> = new Set(['edge', 'frontend']);

/** Where all ways to stores have to pass. */
const GOVERNED_TIER = 'api';

/** How clients get to the first of a chain, if they do: the names before it. */
function entryOf(world: World, { first, leaves }: Chain): string[] | undefined {
  if (first.endpoints.some(({ namespace }) => CLIENT_TIERS.has(tierOf(world, namespace)))) return [];
  const door = doorsTo(world)
    .get(first.key)
    ?.find(({ ports }) => !ports.difference(leaves).isEmpty);
  // Pods on the network of a node are a door themselves.
  if (door !== undefined) return door.name === first.key ? ['outside'] : ['outside', door.name];
  const outside = reachOf(world).reachability.outsideOf(first, 'Ingress', 'may');
  const open = outside.find(({ ports }) => !ports.difference(leaves).isEmpty);
  return open && [`addresses ${open.text}`];
}

/** Who may connect to the first of a chain, the governed API left out. */
function callersOf(world: World, store: StorePods, { first, leaves }: Chain): Workload[] {
  const { reachability } = reachOf(world);
  const unseen = [...unseenPods(world).values()].flatMap((workload) =>
    workload.key === first.key ? [] : [{ workload, ports: reachability.portsBetween(workload, first, 'may') }],
  );
  const callers = [...reachability.sourcesOf(first, 'may'), ...unseen].filter(({ workload, ports }) => {
    const isWatched = first.key !== store.workload.key && isOfPlatform(world, workload);
    const harmless = isWatched ? metricsPorts(first) : leaves;
    return !ports.difference(harmless).isEmpty && !isGoverned(world, store, workload);
  });
  return callers.map(({ workload }) => workload);
}

/** Who reads the metrics of everything gets nothing else by them. */
function isOfPlatform(world: World, { endpoints }: Workload): boolean {
  return endpoints.every(({ namespace }) => tierOf(world, namespace) === 'platform');
}

/** Whether pods are the governed API: a declared caller in its tier. */
function isGoverned(world: World, store: StorePods, { endpoints }: Workload): boolean {
  return endpoints.every((pods) => tierOf(world, pods.namespace) === GOVERNED_TIER && isDeclared(world, store, pods));
}

interface OpenDoor {
  readonly name: string;
  readonly ports: PortSet;
}

/** The ways into the cluster by the workload that they lead to. */
const doorsTo = once((world: World): ReadonlyMap<string, readonly OpenDoor[]> => {
  const found = new Map<string, OpenDoor[]>();
  for (const door of doorsInto(world)) {
    for (const { workload, ports } of door.to) {
      const doors = found.get(workload) ?? [];
      found.set(workload, doors);
      doors.push({ name: objectName(door.object), ports });
    }
  }
  return found;
});
