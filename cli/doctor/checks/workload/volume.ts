import { kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { short } from '../../applications';
import { list } from '../../facts';
import { type Check, problem } from '../../finding';
import { byWorkload, isActive, isReady } from '../../pods';

const REASONS = ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'];

export const volume: Check = {
  id: 'workload/volume',
  title: 'no pod waits for a volume that cannot be mounted',
  asked: ['004: PersistentVolume Claims Stuck Pending: hostPath directories', 'E37'],
  needs: 'cluster',
  reads: ['pods', 'replicaSets', 'warnings'],
  examine: (facts) => {
    const pods = list(facts, 'pods').filter((pod) => isActive(pod) && !isReady(pod));
    const warnings = list(facts, 'warnings').filter(({ reason }) => REASONS.includes(String(reason)));
    const said = new Map(pods.flatMap((pod): [Live, string][] => warningOf(warnings, pod)));
    const findings = [...byWorkload(facts, [...said.keys()]).values()].map(({ about, pods: own }) => {
      const [pod] = own as [Live];
      const next = `${kubectlLine(facts.place, `--namespace ${about.namespace} describe pod ${pod.metadata.name}`)}; is the folder on its node, does the provisioner run, is what it reads there (workload/secret)?`;
      return problem(about, { found: short(said.get(pod) ?? ''), expected: 'volumes that its node can mount', next });
    });
    return { checked: `${pods.length} pods that are not ready`, findings };
  },
};

/** What was recorded of a pod that is not ready now; of one that is, it is history. */
function warningOf(warnings: readonly Live[], pod: Live): [Live, string][] {
  const event = warnings.find(
    ({ involvedObject }) =>
      involvedObject?.kind === 'Pod' && involvedObject.namespace === pod.metadata.namespace && involvedObject.name === pod.metadata.name,
  );
  return event === undefined ? [] : [[pod, `${event.reason}: ${event.message ?? ''}`]];
}
