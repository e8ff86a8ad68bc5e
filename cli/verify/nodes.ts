import { type Cluster, type NodePool, POOL } from '../../lib';
import { clusterLine, kubectlLine, placeOf } from '../drift/hint';
import { type Asked, type Check, condition, judged, type Live, unless } from './check';

/** Whether all nodes are ready, and each pool has the nodes, the architecture and the taint that the facts say. */
export function nodes(asked: Asked, { nodePools }: Cluster): Promise<readonly Check[]> {
  return judged(asked.kubectl, 'nodes', ['nodes'], (found) => [
    ready(asked, found),
    ...Object.entries(nodePools).map(([name, pool]) =>
      inPool(
        asked,
        name,
        pool,
        found.filter(({ metadata }) => metadata.labels?.[POOL] === name),
      ),
    ),
  ]);
}

function ready({ kubectl }: Asked, found: readonly Live[]): Check {
  const problems = found.flatMap((node) => {
    const { status = 'Unknown', reason = '', message = '' } = condition(node, 'Ready') ?? {};
    const why = [reason, message].filter((text) => text !== '').join(': ');
    if (status !== 'True') return [`${node.metadata.name} is not ready${why === '' ? '' : ` (${why})`}`];
    return node.spec?.unschedulable ? [`${node.metadata.name} is cordoned`] : [];
  });
  if (found.length === 0) problems.push('there are none');
  return unless('nodes ready', problems, `${found.length} of ${found.length}`, `${kubectlLine(kubectl, 'describe node NAME')} says why`);
}

function inPool(
  { kubectl, environment }: Asked,
  name: string,
  { nodes: wanted, architecture, taint }: NodePool,
  found: readonly Live[],
): Check {
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
    `${clusterLine(placeOf(environment, kubectl), 'label')} labels them by envs/clusters.ts; ${kubectlLine(kubectl, 'taint node NAME KEY=VALUE:NoSchedule')} adds a taint`,
  );
}
