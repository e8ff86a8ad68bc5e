import { kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { short } from '../../applications';
import { list } from '../../facts';
import { type Check, problem } from '../../finding';
import { byWorkload, containersOf, isActive } from '../../pods';

const REASONS = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'RegistryUnavailable'];

export const image: Check = {
  id: 'workload/image',
  title: 'every image is pulled',
  asked: ['000: OutOfSync/Degraded', 'A51'],
  needs: 'cluster',
  reads: ['pods', 'replicaSets'],
  examine: (facts) => {
    const pods = list(facts, 'pods').filter(isActive);
    const findings = [
      ...byWorkload(
        facts,
        pods.filter((pod) => waiting(pod).length > 0),
      ).values(),
    ].map(({ about, pods: own }) => {
      const [pod] = own as [Live];
      const next = `${kubectlLine(facts.place, `--namespace ${about.namespace} describe pod ${pod.metadata.name}`)}; is the digest in the registry, and has the node a credential for it? docs/images.md`;
      return problem(about, { found: waiting(pod).join('; '), expected: 'images that the nodes can pull', next });
    });
    return { checked: `${pods.length} pods`, findings };
  },
};

function waiting(pod: Live): string[] {
  return containersOf(pod).flatMap(({ name, state }) => {
    const { reason = '', message = '' } = state?.waiting ?? {};
    return REASONS.includes(reason) ? [`${name} ${reason}${message === '' ? '' : `: ${short(message)}`}`] : [];
  });
}
