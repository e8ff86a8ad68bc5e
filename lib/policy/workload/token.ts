import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import type { World } from '../world';
import { accountOf } from './account';

/**
 * A token is of use only to pods that may do something with it: those of an own ServiceAccount with a binding among the objects.
 * As in the cluster the pod decides, then its ServiceAccount; where neither says anything, the token is mounted.
 */
export const token: Rule = {
  id: 'workload/token',
  title: 'Pods that nothing permits to use the API have no token for it',
  severity: 'error',
  rationale: 'Whoever gets into a container finds the token, and with it the API server (NSA C-0034; CIS 5.1.6).',
  requirements: ['A33', 'D15'],
  fix: 'set automountServiceAccountToken to false on the pod, or bind a Role to the ServiceAccount of a pod that calls the API',
  *check(world) {
    const bound = boundAccounts(world);
    for (const pod of world.pods) {
      const account = accountOf(pod);
      if (!mountsToken(pod, account, world)) continue;
      if (account !== 'default' && bound.has(`${pod.namespace}/${account}`)) continue;
      const why =
        account === 'default' ? 'it runs as the default ServiceAccount' : `no binding permits the ServiceAccount ${account} anything`;
      yield { object: pod.object, field: `${pod.path}.automountServiceAccountToken`, message: `is not false, although ${why}` };
    }
  },
};

function mountsToken({ spec, namespace }: PodView, account: string, world: World): boolean {
  const own = valueAt(spec, 'automountServiceAccountToken');
  if (own !== undefined) return own !== false;
  return valueAt(world.tryFind('/ServiceAccount', namespace, account)?.manifest, 'automountServiceAccountToken') !== false;
}

/** `namespace/name` of the ServiceAccounts that bindings name themselves, not by a group of theirs. */
function boundAccounts(world: World): ReadonlySet<string> {
  const bindings = ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) => world.ofType(`rbac.authorization.k8s.io/${kind}`));
  const subjects = bindings.flatMap(({ manifest }) => listAt(manifest, 'subjects'));
  const accounts = subjects.filter((subject) => textAt(subject, 'kind') === 'ServiceAccount');
  return new Set(accounts.map((subject) => `${textAt(subject, 'namespace')}/${textAt(subject, 'name')}`));
}
