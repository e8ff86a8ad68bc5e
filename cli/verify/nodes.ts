import { type Cluster, type NodePool, POOL } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { type Check, condition, judged, type Live, unless } from './check';

/** Whether all nodes are ready, and each pool has the nodes, the architecture and the taint that the facts say. */
export function nodes(kubectl: Kubectl, { nodePools }: Cluster): Promise<readonly Check[]> {
  return judged(kubectl, 'nodes', ['nodes'], (found) => [
    ready(found),
    ...Object.entries(nodePools).map(([name, pool]) =>
      inPool(
        name,
        pool,
        found.filter(({ metadata }) => metadata.labels?.[POOL] === name),
      ),
    ),
  ]);
}

function ready(found: readonly Live[]): Check {
  const problems = found.flatMap((node) => {
    const { status = 'Unknown', reason = '', message = '' } = condition(node, 'Ready') ?? {};
    const why = [reason, message].filter((text) => text !== '').join(': ');
    if (status !== 'True') return [`${node.metadata.name} is not ready${why === '' ? '' : ` (${why})`}`];
    return node.spec?.unschedulable ? [`${node.metadata.name} is cordoned`] : [];
  });
  if (found.length === 0) problems.push('there are none');
  return unless('nodes ready', problems, `${found.length} of ${found.length}`, 'kubectl describe node NAME says why');
}

function inPool(name: string, { nodes: wanted, architecture, taint }: NodePool, found: readonly Live[]): Check {
  const problems = found.flatMap(({ metadata, spec }) => {
    const is = metadata.labels?.['kubernetes.io/arch'] ?? 'none';
    const taints = (spec?.taints ?? []) as readonly { key: string; value?: string; effect: string }[];
    const isTainted = taints.some((one) => one.key === taint?.key && one.value === taint.value && one.effect === 'NoSchedule');
    return [
      ...(is === architecture ? [] : [`${metadata.name} has architecture ${is}, expected ${architecture}`]),
      ...(taint === undefined || isTainted ? [] : [`${metadata.name} has no taint ${taint.key}=${taint.value}:NoSchedule`]),
    ];
  });
  if (found.length !== wanted) problems.unshift(`${found.length} nodes have the label ${POOL}=${name}, expected ${wanted}`);
  const fine = `${wanted} of ${architecture}${taint === undefined ? '' : ', with its taint'}`;
  return unless(
    `node pool ${name}`,
    problems,
    fine,
    'npm run cluster -- label labels them by envs/clusters.ts; kubectl taint adds a taint',
  );
}
