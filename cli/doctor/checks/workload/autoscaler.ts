import { kubectlLine } from '../../../drift/hint';
import { condition } from '../../../verify/check';
import { short } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

const TYPES = ['AbleToScale', 'ScalingActive'];

export const autoscaler: Check = {
  id: 'workload/autoscaler',
  title: 'autoscalers have the metrics that they decide by',
  asked: ['000: OutOfSync/Degraded', 'A51'],
  needs: 'cluster',
  reads: ['autoscalers'],
  examine: (facts) => {
    const all = list(facts, 'autoscalers');
    const findings = all.flatMap((one) => {
      const bad = TYPES.flatMap((type) => {
        const { status, reason = '', message = '' } = condition(one, type) ?? {};
        // An autoscaler of nothing is switched off, not ill.
        return status === 'False' && reason !== 'ScalingDisabled' ? [`${type}: ${reason} ${short(message)}`] : [];
      });
      const next = `${kubectlLine(facts.place, 'get apiservice v1beta1.metrics.k8s.io')}: is metrics-server there? ${kubectlLine(facts.place, `--namespace ${one.metadata.namespace} top pod`)}`;
      return bad.length === 0 ? [] : [problem(aboutOf(one), { found: bad.join('; '), expected: 'metrics of its pods', next })];
    });
    return { checked: `${all.length} autoscalers`, findings };
  },
};
