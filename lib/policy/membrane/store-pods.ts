import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { ContainerPort } from '../../reach/container-ports';
import { PortSet } from '../../reach/port-set';
import type { Workload } from '../../reach/workload';
import { isStorePod } from '../network/store';
import { once } from '../once';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { reachOf, servicesOf } from './world-reach';

/** Pods that hold what a store keeps, or that run beside it. */
export interface StorePods {
  readonly workload: Workload;
  readonly object: WorldObject;
  /** The component that they belong to: a store of the catalogue. Absent where nobody here wrote them. */
  readonly component: string | undefined;
  /** Ports that tell how the store is, and give nothing away that it keeps. */
  readonly metrics: PortSet;
}

/** Everything in the tier of stores, and what belongs to a store of the catalogue wherever it is, by key. */
export const storePods = once((world: World): readonly StorePods[] => {
  const { reachability, objectOf } = reachOf(world);
  const stores = world.facts?.stores ?? {};
  return [...reachability.workloads.values()].flatMap((workload) => {
    const objects = workload.endpoints.flatMap(({ object }) => (object === undefined ? [] : [objectOf(object)]));
    const [object] = objects;
    const isStore = objects.some((each) => {
      const pods = world.tryPods(each);
      return Object.hasOwn(stores, each.unit?.component ?? '') || (pods !== undefined && isStorePod(world, pods));
    });
    if (object === undefined || !isStore) return [];
    return [
      {
        workload,
        object,
        component: object.unit?.component,
        metrics: metricsPorts(workload).difference(servedPorts(world, workload)),
      },
    ];
  });
});

/** Whether a port is called as monitors call those that they read. */
export function isMetricsName(name: string | undefined): boolean {
  return name !== undefined && /(^|-)metrics$/.test(name);
}

/** The ports of a workload that its containers call by a name that ends in `metrics`, and none of them by another. */
export function metricsPorts({ endpoints }: Workload): PortSet {
  const ports = endpoints.flatMap((endpoint) => endpoint.ports.list);
  const isMetrics = ({ name }: ContainerPort): boolean => isMetricsName(name);
  return numbersOf(ports.filter(isMetrics)).difference(numbersOf(ports.filter((port) => !isMetrics(port))));
}

function numbersOf(ports: readonly ContainerPort[]): PortSet {
  return PortSet.union(ports.map(({ protocol, number }) => PortSet.of(protocol, number)));
}

/** The ports that a Service offers under a name of another kind: what is stored may leave by them. */
function servedPorts(world: World, { key, endpoints }: Workload): PortSet {
  const namespaces = new Set(endpoints.map(({ namespace }) => namespace));
  const served = world.ofType('/Service').flatMap((service) => {
    const namespace = world.namespaceOf(service);
    if (!namespaces.has(namespace)) return [];
    const ports = listAt(service.manifest, 'spec.ports').filter((port) => !isMetricsName(textAt(port, 'name')));
    return ports.flatMap((port) => servicesOf(world).lead(namespace, service.manifest.metadata.name, valueAt(port, 'port')).to);
  });
  return PortSet.union(served.flatMap(({ workload, ports }) => (workload === key ? [ports] : [])));
}
