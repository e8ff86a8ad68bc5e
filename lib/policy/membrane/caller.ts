import { rangeText } from '../../reach/address-set';
import { isOutside, type Neighbour } from '../../reach/peer-match';
import { PortSet } from '../../reach/port-set';
import { objectName } from '../../reach/reach-world';
import type { Verdict } from '../../reach/verdict';
import type { World } from '../world';
import type { StorePods } from './store-pods';
import { tierOf } from './tier';
import { reachOf } from './world-reach';

/** Somebody who may connect to pods of a store: pods there are, pods that somebody could make, or addresses outside. */
export interface Caller {
  readonly name: string;
  readonly neighbour: Neighbour;
}

export function callerOf(neighbour: Neighbour): Caller {
  if (isOutside(neighbour)) return { name: `addresses ${rangeText(neighbour)}`, neighbour };
  const { workload, object } = neighbour;
  // By the object itself: a pod may say that another one owns it.
  return { name: object ? objectName(object) : workload, neighbour };
}

/** How a caller gets to a store. */
export interface Access {
  /** Those that give something away: the platform may read metrics. */
  readonly ports: PortSet;
  /** Why, for each of the store's kinds of pods that are reached. */
  readonly verdicts: readonly Verdict[];
}

export function accessTo(world: World, store: StorePods, { neighbour }: Caller): Access {
  const { reachability } = reachOf(world);
  const harmless = !isOutside(neighbour) && tierOf(world, neighbour.namespace) === 'platform' ? store.metrics : PortSet.none;
  const verdicts = store.workload.endpoints
    .map((endpoint) => reachability.explain(neighbour, endpoint, 'may'))
    .filter(({ ports }) => !ports.difference(harmless).isEmpty);
  return { ports: PortSet.union(verdicts.map(({ ports }) => ports)).difference(harmless), verdicts };
}
