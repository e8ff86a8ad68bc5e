import { POOL } from '../../../../lib';
import { clusterLine, kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export const nodeLabels: Check = {
  id: 'cluster/node-labels',
  title: 'each pool has its nodes, with the label, the architecture and the taint of the facts',
  asked: ['004: label nodes', '004: Pods Pending Due to Scheduling', 'E37'],
  needs: 'cluster',
  reads: ['nodes'],
  examine: (facts) => {
    const pools = Object.entries(facts.cluster.nodePools);
    const all = list(facts, 'nodes');
    const label = `${clusterLine(facts.place, 'label')} labels them by envs/clusters.ts`;
    const findings = pools.flatMap(([name, { nodes, architecture, taint }]) => {
      const own = all.filter(({ metadata }) => metadata.labels?.[POOL] === name);
      const expected = `${nodes} nodes with the label ${POOL}=${name}`;
      const few =
        own.length < nodes
          ? [problem({ kind: 'NodePool', name }, { found: `${own.length}${unlabelled(all)}`, expected, next: label })]
          : [];
      const odd = own.flatMap((node) => {
        const is = node.metadata.labels?.['kubernetes.io/arch'];
        const taints = (node.spec?.taints ?? []) as readonly Taint[];
        const isTainted =
          taint === undefined ||
          taints.some(({ key, value, effect }) => key === taint.key && value === taint.value && effect === 'NoSchedule');
        const other = `a node of the pool that is ${architecture}, or envs/clusters.ts; the label ${POOL} is on the wrong node`;
        const wanted = `${taint?.key}=${taint?.value}:NoSchedule`;
        const next = kubectlLine(facts.place, `taint node ${node.metadata.name} ${wanted}`);
        return [
          ...(is === architecture
            ? []
            : [problem(aboutOf(node), { found: `architecture ${is ?? 'not told'}`, expected: architecture, next: other })]),
          ...(isTainted ? [] : [problem(aboutOf(node), { found: 'no taint', expected: wanted, next })]),
        ];
      });
      return [...few, ...odd];
    });
    return { checked: `${pools.length} pools, ${all.length} nodes`, findings };
  },
};

/** Nodes that could be the missing ones. */
function unlabelled(nodes: readonly Live[]): string {
  const without = nodes.filter(({ metadata }) => metadata.labels?.[POOL] === undefined && !isControlPlane(metadata.labels));
  return without.length === 0 ? '' : `; without the label: ${without.map(({ metadata }) => metadata.name).join(', ')}`;
}

function isControlPlane(labels: Readonly<Record<string, string>> = {}): boolean {
  return 'node-role.kubernetes.io/control-plane' in labels;
}
