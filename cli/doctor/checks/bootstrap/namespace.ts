import { clusterLine } from '../../../drift/hint';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

const NAMESPACE = 'argocd';
const LEVEL = 'pod-security.kubernetes.io/enforce';

export const namespace: Check = {
  id: 'bootstrap/namespace',
  title: "Argo CD's namespace is there, restricted and closed",
  asked: ['001: Bootstrap step 2', 'B22'],
  needs: 'cluster',
  reads: ['namespaces', 'networkPolicies', 'quotas'],
  examine: (facts) => {
    const next = clusterLine(facts.place, 'apply-base');
    const wanted = committed(facts, 'Namespace').find(({ metadata }) => metadata.name === NAMESPACE);
    const live = wanted && same(list(facts, 'namespaces'), wanted);
    const about = { kind: 'Namespace', name: NAMESPACE };
    if (wanted === undefined || live === undefined)
      return { checked: 'namespace argocd', findings: [problem(about, { found: 'is not there', expected: 'the namespace', next })] };
    const level = wanted.metadata.labels?.[LEVEL];
    const isOther = live.metadata.labels?.[LEVEL] !== level;
    const pairs = [
      ...committed(facts, 'NetworkPolicy').map((one) => [one, list(facts, 'networkPolicies')] as const),
      ...committed(facts, 'ResourceQuota').map((one) => [one, list(facts, 'quotas')] as const),
    ].filter(([{ metadata }]) => metadata.namespace === NAMESPACE);
    const missing = pairs.filter(([one, found]) => same(found, one) === undefined);
    return {
      checked: `namespace argocd with ${pairs.length} policies and quotas`,
      findings: [
        ...(isOther ? [problem(about, { found: `${LEVEL}=${live.metadata.labels?.[LEVEL]}`, expected: `${level}`, next })] : []),
        ...missing.map(([one]) => problem(aboutOf(one), { found: 'is not there', expected: 'as in dist', next })),
      ],
    };
  },
};
