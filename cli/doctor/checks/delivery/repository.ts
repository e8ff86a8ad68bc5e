import { environmentLine, kubectlLine } from '../../../drift/hint';
import { saidFor, short, sourceOf } from '../../applications';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const repository: Check = {
  id: 'delivery/repository',
  title: 'Applications read the repository that dist names, and Argo CD gets an answer there',
  asked: ['000: repo path + revision', '002: get sources', 'A51', 'C21'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const wanted = committed(facts, 'Application');
    const applications = list(facts, 'applications');
    const moved = applications.flatMap((application) => {
      const expected = sourceOf(same(wanted, application) ?? { ...application, spec: {} }).repoURL;
      const found = sourceOf(application).repoURL;
      if (expected === undefined || expected === found) return [];
      const next = `${environmentLine(facts.place, 'drift')}; a change by hand goes by a sync: ${RUNBOOK.delivery}`;
      return [problem(aboutOf(application), { found: `repository ${short(found ?? 'none')}`, expected, next })];
    });
    const unread = saidFor(facts, 'repository').map(({ application, message }) => {
      const { repoURL, chart } = sourceOf(application);
      const server = kubectlLine(facts.place, '--namespace argocd logs deployment/argocd-repo-server --tail 100');
      const next = `${server}; credential and network: ${RUNBOOK.bootstrap} step 5`;
      return problem(aboutOf(application), {
        found: short(message),
        expected: `${chart ?? 'Git'} from ${short(repoURL ?? 'no repository')}`,
        next,
      });
    });
    return { checked: `${applications.length} Applications`, findings: [...moved, ...unread] };
  },
};
