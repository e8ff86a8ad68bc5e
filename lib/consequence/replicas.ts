import { type Replicas, replicasOf as replicasAmong, scalersAmong } from '../capacity/replicas';
import type { Manifest } from '../manifest/manifest';
import type { Surroundings } from './surroundings';

/** How many pods a workload has afterwards. */
export function replicasOf(workload: Manifest, around: Surroundings): Replicas {
  const { namespace } = workload.metadata;
  return replicasAmong(
    workload,
    around.once(`autoscalers of ${namespace}`, () => scalersAmong(around.in(namespace))),
  );
}
