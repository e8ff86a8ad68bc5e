import { groupBy } from '../../manifest/group-by';
import { fieldPath } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { accountOf } from '../workload/account';
import { routesToPower, spokenRoute } from './route';

export const closure: Rule = {
  id: 'rbac/closure',
  title: 'No pod can come to change roles or policies by the rights of others',
  severity: 'error',
  rationale:
    'Whoever makes pods, runs commands in them or reads tokens has the rights of the ServiceAccounts there, and theirs in turn (hardening 2, CIS 5.1.4 and 5.1.13; Kubernetes, "RBAC good practices", privilege escalation risks).',
  requirements: ['A33', 'B8', 'C13'],
  fix: 'take away the first step that it does not need, or keep the pods that need it in a namespace of their own',
  *check(world) {
    const pods = groupBy(world.pods, (pod) => `${pod.namespace}/${accountOf(pod)}`);
    const routes = routesToPower(world, new Set(pods.keys()));
    for (const [account, users] of pods) {
      const [first] = users;
      if (first === undefined || !routes.has(account)) continue;
      yield {
        object: first.object,
        field: fieldPath(first.path, 'serviceAccountName'),
        message: `is the ServiceAccount ${account}, which ${spokenRoute(account, routes)}`,
      };
    }
  },
};
