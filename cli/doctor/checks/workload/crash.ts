import { kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { short } from '../../applications';
import { list } from '../../facts';
import { type Check, problem } from '../../finding';
import { byWorkload, containersOf, isActive } from '../../pods';
import { RUNBOOK } from '../../runbooks';

const REASONS = ['CrashLoopBackOff', 'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'StartError'];

export const crash: Check = {
  id: 'workload/crash',
  title: 'no container ends again and again, or cannot be made',
  asked: ['000: OutOfSync/Degraded', 'A51'],
  needs: 'cluster',
  reads: ['pods', 'replicaSets'],
  examine: (facts) => {
    const pods = list(facts, 'pods').filter(isActive);
    const findings = [
      ...byWorkload(
        facts,
        pods.filter((pod) => crashing(pod).length > 0),
      ).values(),
    ].map(({ about, pods: own }) => {
      const [pod] = own as [Live];
      const next = `${kubectlLine(facts.place, `--namespace ${about.namespace} logs ${pod.metadata.name} --all-containers --previous --tail 100`)}; OOMKilled: memory in the class of ${facts.environment}; ${RUNBOOK.server} ServerCrashLooping`;
      return problem(about, { found: crashing(pod).join('; '), expected: 'containers that stay up', next });
    });
    return { checked: `${pods.length} pods`, findings };
  },
};

function crashing(pod: Live): string[] {
  return containersOf(pod).flatMap(({ name, state, lastState, restartCount = 0 }) => {
    const { reason = '', message = '' } = state?.waiting ?? {};
    if (!REASONS.includes(reason)) return [];
    const last = lastState?.terminated;
    const ended = last === undefined ? '' : `, ended last with ${last.exitCode}${last.reason === undefined ? '' : ` (${last.reason})`}`;
    return [
      `${name} ${reason} after ${restartCount} restarts${ended}${reason === 'CrashLoopBackOff' || message === '' ? '' : `: ${short(message)}`}`,
    ];
  });
}
