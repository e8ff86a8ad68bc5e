import { type Cluster, type NodePool, POOL } from '../tenancy/cluster';
import { noNodes } from './refusals';

/** A node that pods run on. */
export interface Worker {
  readonly labels: Readonly<Record<string, string>>;
  /** @default none */
  readonly taint?: NonNullable<NodePool['taint']>;
}

/**
 * The workers of a cluster, pool by pool.
 *
 * On one machine every node has the architecture of that machine. `kubernetes.io/arch` says the one that the pool stands for:
 * it is among the labels that a kubelet may set of itself (NodeRestriction), and what `--node-labels` says wins over what the
 * kubelet sees. So a `nodeSelector` for arm64 schedules as it does where there are such nodes, and that is all it means: which
 * image of an index is pulled goes by the machine, and `status.nodeInfo.architecture` goes on saying the truth.
 * @throws a cluster without a node
 */
export function workersOf({ name, nodePools }: Cluster): readonly Worker[] {
  const workers = Object.entries(nodePools).flatMap(([pool, { architecture, nodes, taint }]) =>
    Array.from(
      { length: nodes },
      (): Worker => ({
        labels: { 'kubernetes.io/arch': architecture, [POOL]: pool },
        ...(taint && { taint }),
      }),
    ),
  );
  if (workers.length === 0) throw noNodes(name);
  return workers;
}
