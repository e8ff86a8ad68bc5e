import { kubectlLine } from '../../../drift/hint';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const disruption: Check = {
  id: 'workload/disruption',
  title: 'no budget keeps nodes from being drained',
  asked: ['000: OutOfSync/Degraded', 'A51'],
  needs: 'cluster',
  reads: ['budgets'],
  examine: (facts) => {
    const all = list(facts, 'budgets');
    const findings = all
      .filter(({ status }) => Number(status?.expectedPods ?? 0) > 0 && Number(status?.disruptionsAllowed ?? 0) === 0)
      .map((budget) => {
        const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = budget.status ?? {};
        return problem(aboutOf(budget), {
          found: `no pod may go: ${currentHealthy} of ${expectedPods} are healthy, ${desiredHealthy} have to be`,
          expected: 'at least one that may',
          next: kubectlLine(facts.place, `--namespace ${budget.metadata.namespace} get pods`),
        });
      });
    return { checked: `${all.length} budgets`, findings };
  },
};
