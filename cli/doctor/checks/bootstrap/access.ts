import { kubectlLine } from '../../../drift/hint';
import { isUnread } from '../../facts';
import { type Check, notAsked, untold } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const access: Check = {
  id: 'bootstrap/access',
  title: 'who asks is administrator of the cluster, which a bootstrap takes',
  asked: ['001: Bootstrap step 1', 'B22'],
  needs: 'cluster',
  examine: ({ live, place }) => {
    const is = live === undefined || isUnread(live) ? { problem: 'not asked' } : live.isAdministrator;
    const about = { kind: 'Context', name: place.context };
    // By day nobody is: only a bootstrap needs it, so that this alone is no problem.
    const told = {
      expected: 'yes, while a cluster is bootstrapped',
      next: `${kubectlLine(place, "auth can-i '*' '*' --all-namespaces")}; ${RUNBOOK.bootstrap} step 1`,
    };
    const findings = isUnread(is) ? [untold(about, { found: is.problem, ...told })] : is ? [] : [notAsked(about, { found: 'no', ...told })];
    return { checked: `context ${place.context}`, findings };
  },
};
