import { amountOf } from '../../../../lib';
import { kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { short } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { isAboutQuota, refusals } from './refusals';

export const quota: Check = {
  id: 'workload/quota',
  title: 'no quota refuses a pod, and none is taken beyond its end',
  asked: ['000: stricter policies/quotas', '004: adjust resource requests', 'A53'],
  needs: 'cluster',
  reads: ['quotas', 'replicaSets', 'deployments', 'statefulSets', 'daemonSets', 'jobs', 'warnings'],
  examine: (facts) => {
    const all = list(facts, 'quotas');
    const next = (namespace: string | undefined): string =>
      `${kubectlLine(facts.place, `--namespace ${namespace} describe resourcequota`)}; a larger quota (envs/quotas.ts) or smaller requests, by a commit`;
    const refused = refusals(facts)
      .filter(isAboutQuota)
      .map(({ about, message }) =>
        problem(about, { found: `its pods are refused: ${short(message)}`, expected: 'room in the quota', next: next(about.namespace) }),
      );
    const beyond = all.flatMap((one) => {
      const found = exceeded(one);
      return found.length === 0
        ? []
        : [problem(aboutOf(one), { found: found.join(', '), expected: 'no more than its quota', next: next(one.metadata.namespace) })];
    });
    return { checked: `${all.length} quotas`, findings: [...refused, ...beyond] };
  },
};

/** What was made before the quota became smaller: nothing of it can be replaced. */
function exceeded({ spec, status }: Live): string[] {
  const hard = Object.entries((spec?.hard ?? {}) as Readonly<Record<string, string>>);
  const used = (status?.used ?? {}) as Readonly<Record<string, string>>;
  return hard
    .filter(([name, limit]) => amountOf(used[name]) > amountOf(limit))
    .map(([name, limit]) => `${name}: ${used[name]} of ${limit} are taken`);
}
