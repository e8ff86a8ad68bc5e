import { clusterLine, kubectlLine } from '../../../drift/hint';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const namespaces: Check = {
  id: 'cluster/namespaces',
  title: 'namespaces of dist are there, and none is on its way out',
  asked: ['004: Operational Checks', 'E37'],
  needs: 'cluster',
  reads: ['namespaces'],
  examine: (facts) => {
    const wanted = committed(facts, 'Namespace');
    const findings = wanted.flatMap((namespace) => {
      const phase = same(list(facts, 'namespaces'), namespace)?.status?.phase;
      if (phase === 'Active') return [];
      const next =
        phase === undefined
          ? clusterLine(facts.place, 'apply-base')
          : `${kubectlLine(facts.place, `get namespace ${namespace.metadata.name} --output yaml`)}: status says what holds it`;
      return [problem(aboutOf(namespace), { found: phase ?? 'is not there', expected: 'Active', next })];
    });
    return { checked: `${wanted.length} namespaces`, findings };
  },
};
