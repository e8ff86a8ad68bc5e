import { environmentLine, kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { saidFor, short, sourceOf } from '../../applications';
import { committed, type Facts, list, same } from '../../facts';
import { aboutOf, type Check, type Finding, problem, untold } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const revision: Check = {
  id: 'delivery/revision',
  title: 'Applications follow the revision that dist names, Git has it, and its last commit was seen',
  asked: ['000: repo path + revision', 'A51'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const wanted = committed(facts, 'Application');
    const applications = list(facts, 'applications');
    const refused = new Map(saidFor(facts, 'revision').map(({ application, message }) => [application, message]));
    const findings = applications.flatMap((application) => {
      const counterpart = same(wanted, application);
      const expected = counterpart && sourceOf(counterpart).targetRevision;
      const own = sourceOf(application).targetRevision;
      const message = refused.get(application);
      const isOther = expected !== undefined && own !== expected;
      if (!isOther && message === undefined) return stale(facts, application);
      const found = [`revision ${own}`, ...(message === undefined ? [] : [short(message)])].join(': ');
      const next = isOther
        ? `${environmentLine(facts.place, 'drift')}; a sync of root brings the revision back: ${RUNBOOK.delivery}`
        : `git ls-remote ${short(sourceOf(application).repoURL ?? '')} ${own}`;
      return [problem(aboutOf(application), { found, expected: `revision ${expected ?? 'that Git has'}`, next })];
    });
    return { checked: `${applications.length} Applications`, findings };
  },
};

/** Whether the commit that Argo CD saw last has another dist than the branch as it is known here. */
function stale({ clone: { behind }, repository, place }: Facts, application: Live): Finding[] {
  if (sourceOf(application).path === undefined) return [];
  const seen: string | undefined = application.status?.sync?.revision;
  if (seen === undefined || !behind.has(seen)) return [];
  const files = behind.get(seen);
  if (files === 0) return [];
  const about = aboutOf(application);
  const expected = `the last commit of ${repository.revision}`;
  if (files === undefined) {
    const found = `Argo CD saw commit ${seen.slice(0, 12)} last, which is not in this clone`;
    return [untold(about, { found, expected, next: 'git fetch --all, and the same again' })];
  }
  const found = `Argo CD saw commit ${seen.slice(0, 12)} last: ${files} files of dist are otherwise on ${repository.revision}`;
  const next = kubectlLine(
    place,
    `--namespace argocd annotate --overwrite application ${application.metadata.name} argocd.argoproj.io/refresh=normal`,
  );
  return [problem(about, { found, expected, next })];
}
