import { kubectlLine } from '../../../drift/hint';
import { saidFor, short, sourceOf } from '../../applications';
import { list } from '../../facts';
import { type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const repository: Check = {
  id: 'bootstrap/repository',
  title: 'Argo CD sees the repository, with a credential if it asks for one',
  asked: ['001: Bootstrap step 3', 'B22'],
  needs: 'cluster',
  reads: ['applications', 'credentials'],
  examine: (facts) => {
    const { url } = facts.repository;
    const own = list(facts, 'applications').filter((application) => sourceOf(application).repoURL === url);
    const seen = own.find(({ status }) => /^[0-9a-f]{40}/.test(status?.sync?.revision ?? ''));
    const said = saidFor(facts, 'repository').find(({ application }) => own.includes(application));
    const credentials = list(facts, 'credentials');
    const checked = `${url}, ${credentials.length} credentials`;
    if (seen !== undefined && said === undefined) return { checked, findings: [] };
    const about = { kind: 'Repository', name: url };
    const found = [
      said === undefined ? 'no Application has a revision of it' : short(said.message),
      ...(credentials.length === 0 ? ['there is no Secret with the label argocd.argoproj.io/secret-type=repository'] : []),
    ].join('; ');
    const next =
      credentials.length === 0
        ? `${RUNBOOK.bootstrap} step 5 makes the Secret`
        : `${kubectlLine(facts.place, '--namespace argocd logs deployment/argocd-repo-server --tail 100')}; ${RUNBOOK.delivery} RepositoryServerDown`;
    return { checked, findings: [problem(about, { found, expected: 'a commit of it', next })] };
  },
};
