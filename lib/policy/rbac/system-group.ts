import { celRule } from '../cel/cel-rule';
import { BINDING_KINDS } from './role-kinds';

export const systemGroup = celRule({
  id: 'rbac/system-group',
  title: 'Nothing is granted to everybody, to anonymous callers or to system:masters',
  severity: 'error',
  rationale:
    'Whoever is logged in, every pod of the cluster, or even whoever is not logged in would have it; system:masters passes all checks and cannot be taken back (hardening 2, CIS 5.1.7).',
  requirements: ['A33', 'B8'],
  fix: "name a group of people, or a ServiceAccount; for all of a namespace's ServiceAccounts the group system:serviceaccounts:NAMESPACE",
  kinds: BINDING_KINDS,
  validations: [
    {
      of: 'object',
      expression:
        "object.?subjects.orValue([]).all(s, !(s.?name.orValue('') in ['system:anonymous', 'system:authenticated', 'system:masters', 'system:serviceaccounts', 'system:unauthenticated']))",
      field: 'subjects',
      message: 'name system:masters, callers who are not logged in, or everybody who is',
    },
  ],
});
