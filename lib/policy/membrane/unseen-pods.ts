import { unseenWorkload, type Workload } from '../../reach/workload';
import { once } from '../once';
import { filledElsewhere } from '../wiring/elsewhere';
import type { World } from '../world';

/** What charts and others bring into namespaces, by namespace and in its order: pods whose labels could be any. */
export const unseenPods = once(
  (world: World): ReadonlyMap<string, Workload> =>
    new Map(
      [...filledElsewhere(world)]
        .sort()
        .map((namespace) => [namespace, unseenWorkload(`pods of ${namespace} that are not seen here`, namespace)]),
    ),
);
