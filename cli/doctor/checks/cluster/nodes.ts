import { kubectlLine } from '../../../drift/hint';
import { condition } from '../../../verify/check';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

export const nodes: Check = {
  id: 'cluster/nodes',
  title: 'nodes are ready, take pods and lack nothing',
  asked: ['004: Pods Pending Due to Scheduling', 'E37'],
  needs: 'cluster',
  reads: ['nodes'],
  examine: (facts) => {
    const all = list(facts, 'nodes');
    const findings = all.flatMap((node) => {
      const { status = 'Unknown', message = '' } = condition(node, 'Ready') ?? {};
      const found = [
        ...(status === 'True' ? [] : [`not ready${message === '' ? '' : `: ${message}`}`]),
        ...(node.spec?.unschedulable ? ['cordoned'] : []),
        ...PRESSURES.filter((type) => condition(node, type)?.status === 'True'),
      ];
      const next = kubectlLine(facts.place, `describe node ${node.metadata.name}`);
      return found.length === 0 ? [] : [problem(aboutOf(node), { found: found.join(', '), expected: 'ready', next })];
    });
    return { checked: `${all.length} nodes`, findings };
  },
};
