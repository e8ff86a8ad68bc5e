import { PortSet } from '../../reach/port-set';
import type { Workload } from '../../reach/workload';
import { isStorePod } from '../network/store';
import { once } from '../once';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { reachOf } from './world-reach';

/** Pods that hold what a store keeps, or that run beside it. */
export interface StorePods {
  readonly workload: Workload;
  readonly object: WorldObject;
  /** The component that they belong to: a store of the catalogue. Absent where nobody here wrote them. */
  readonly component: string | undefined;
  /** Ports that tell how the store is, and give nothing away that it keeps. */
  readonly metrics: PortSet;
}

/** Everything in the tier of stores, by key. */
export const storePods = once((world: World): readonly StorePods[] => {
  const { reachability, objectOf } = reachOf(world);
  return [...reachability.workloads.values()].flatMap((workload) => {
    const objects = workload.endpoints.flatMap(({ object }) => (object === undefined ? [] : [objectOf(object)]));
    const [object] = objects;
    const isStore = objects.some((each) => {
      const pods = world.tryPods(each);
      return pods !== undefined && isStorePod(world, pods);
    });
    if (object === undefined || !isStore) return [];
    return [{ workload, object, component: object.unit?.component, metrics: metricsPorts(workload) }];
  });
});

const METRICS = /(^|-)metrics$/;

/** The ports of a workload that its containers call by a name that ends in `metrics`. */
export function metricsPorts({ endpoints }: Workload): PortSet {
  const ports = endpoints.flatMap((endpoint) => endpoint.ports.list);
  const named = ports.filter(({ name }) => name !== undefined && METRICS.test(name));
  return PortSet.union(named.map(({ protocol, number }) => PortSet.of(protocol, number)));
}
