import { saidFor, short } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const comparison: Check = {
  id: 'delivery/comparison',
  title: 'Argo CD can compare every Application with its cluster',
  asked: ['000: manifests render', '002: get kustomizations', 'A51', 'C21'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => ({
    checked: `${list(facts, 'applications').length} Applications`,
    findings: saidFor(facts, 'comparison').map(({ application, message }) =>
      problem(aboutOf(application), {
        found: short(message),
        expected: 'a comparison',
        next: `npm run validate -- --env ${facts.environment}; ${RUNBOOK.delivery}`,
      }),
    ),
  }),
};
