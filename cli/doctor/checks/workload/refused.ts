import { kubectlLine } from '../../../drift/hint';
import { short } from '../../applications';
import { type Check, problem } from '../../finding';
import { liveWorkloads } from '../../pods';
import { isAboutQuota, refusals } from './refusals';

export const refused: Check = {
  id: 'workload/refused',
  title: 'the API server refuses no pod: limits, Pod Security, policies, accounts',
  asked: ['000: admission rejections', '000: stricter policies/quotas', 'A51', 'A53'],
  needs: 'cluster',
  reads: ['replicaSets', 'deployments', 'statefulSets', 'daemonSets', 'jobs', 'warnings'],
  examine: (facts) => ({
    checked: `${liveWorkloads(facts).length} workloads`,
    findings: refusals(facts)
      .filter((refusal) => !isAboutQuota(refusal))
      .map(({ about, message }) =>
        problem(about, {
          found: `its pods are refused: ${short(message)}`,
          expected: 'pods that the namespace admits',
          next: `npm run validate -- --env ${facts.environment}; ${kubectlLine(facts.place, `--namespace ${about.namespace} get limitrange,events`)}`,
        }),
      ),
  }),
};
