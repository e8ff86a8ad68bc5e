import type { Rule } from '../rule';
import { accountOf } from './account';

export const serviceAccountExists: Rule = {
  id: 'workload/service-account-exists',
  title: 'The ServiceAccounts that our pods run as are among the objects',
  severity: 'error',
  rationale:
    'The API server creates no pod for an account that is not there: the workload stays without any (hardening 2, existing ServiceAccount).',
  requirements: ['A3', 'D15'],
  fix: 'add the ServiceAccount to the unit, in the namespace of the pods, or mend the name',
  *check(world) {
    for (const pod of world.pods) {
      const { object, path, namespace } = pod;
      const name = accountOf(pod);
      // Every namespace has the default one; those of manifests that nobody here wrote may be in the cluster.
      if (object.unit === undefined || name === 'default') continue;
      if (world.tryFind('/ServiceAccount', namespace, name) !== undefined) continue;
      yield { object, field: `${path}.serviceAccountName`, message: `is "${name}", but ${namespace} has no such ServiceAccount` };
    }
  },
};
