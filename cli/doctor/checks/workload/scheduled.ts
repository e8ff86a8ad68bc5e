import { clusterLine, kubectlLine } from '../../../drift/hint';
import { condition, type Live } from '../../../verify/check';
import { short } from '../../applications';
import { list } from '../../facts';
import { type Check, problem } from '../../finding';
import { fits, type Labels } from '../../labels';
import { byWorkload, isActive } from '../../pods';
import { RUNBOOK } from '../../runbooks';

export const scheduled: Check = {
  id: 'workload/scheduled',
  title: 'every pod has a node: labels, taints, affinity and room allow one',
  asked: ['004: Pods Pending Due to Scheduling', 'E37'],
  needs: 'cluster',
  reads: ['pods', 'nodes', 'replicaSets'],
  examine: (facts) => {
    const pods = list(facts, 'pods').filter(isActive);
    const homeless = pods.filter((pod) => pod.spec?.nodeName === undefined && condition(pod, 'PodScheduled')?.status !== 'True');
    const nodes = list(facts, 'nodes');
    const findings = [...byWorkload(facts, homeless).values()].map(({ about, pods: own }) => {
      const [pod] = own as [Live];
      const found = [...lacks(pod, nodes), short(condition(pod, 'PodScheduled')?.message ?? 'no scheduler has looked at it')]
        .filter((text) => text !== '')
        .join('; ');
      const next = `${kubectlLine(facts.place, `--namespace ${pod.metadata.namespace} describe pod ${pod.metadata.name}`)}; node labels: ${clusterLine(facts.place, 'label')}; requests: the class of ${facts.environment}; ${RUNBOOK.server} ServerReplicasMissing`;
      return problem(about, { found: `${own.length} of its pods have no node: ${found}`, expected: 'a node for each', next });
    });
    return { checked: `${pods.length} pods`, findings };
  },
};

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** What no node has, and what those that have it keep pods away with. */
function lacks({ spec }: Live, nodes: readonly Live[]): string[] {
  const labelsOf = ({ metadata }: Live): Labels => metadata.labels ?? {};
  const wanted = Object.entries((spec?.nodeSelector ?? {}) as Labels);
  const terms = (spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) as readonly {
    matchExpressions?: readonly Expression[];
  }[];
  const expressions = terms.length === 1 ? (terms[0]?.matchExpressions ?? []) : [];
  const missing = [
    ...wanted.filter(([key, value]) => !nodes.some((node) => labelsOf(node)[key] === value)).map(([key, value]) => `${key}=${value}`),
    ...expressions
      .filter(({ key, operator, values = [] }) => !nodes.some((node) => fits(labelsOf(node)[key], operator, values)))
      .map(({ key, operator, values = [] }) => `${key} ${operator} ${values.join(',')}`.trim()),
  ];
  if (missing.length > 0) return [`no node has the label ${missing.join(', ')}`];
  const fitting = nodes.filter((node) => wanted.every(([key, value]) => labelsOf(node)[key] === value));
  const tolerations = (spec?.tolerations ?? []) as readonly { key?: string; operator?: string; value?: string; effect?: string }[];
  const tolerates = ({ key, value, effect }: Taint): boolean =>
    tolerations.some(
      (one) =>
        (one.key ?? key) === key && (one.effect ?? effect) === effect && (one.operator === 'Exists' || (one.value ?? '') === (value ?? '')),
    );
  const repelling = fitting.map((node) =>
    ((node.spec?.taints ?? []) as readonly Taint[]).filter((taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(taint)),
  );
  if (fitting.length === 0 || repelling.some((taints) => taints.length === 0)) return [];
  const taints = [...new Set(repelling.flat().map(({ key, value = '', effect }) => `${key}=${value}:${effect}`))];
  return [`all nodes that fit have taints that it does not tolerate: ${taints.join(', ')}`];
}
