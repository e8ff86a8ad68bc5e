import { saidFor, short } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const admission: Check = {
  id: 'delivery/admission',
  title: 'the cluster takes what Argo CD applies',
  asked: ['000: admission rejections', 'A51', 'A53'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => ({
    checked: `the last operation of ${list(facts, 'applications').length} Applications`,
    findings: saidFor(facts, 'admission').map(({ application, message }) =>
      problem(aboutOf(application), {
        found: short(message),
        expected: 'no policy of the cluster denies an object',
        next: `npm run validate -- --env ${facts.environment} (gates and cluster have the same rules); ${RUNBOOK.delivery} ApplicationSyncFailed`,
      }),
    ),
  }),
};
