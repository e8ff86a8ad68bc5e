import { celRule } from '../cel/cel-rule';
import { BINDING_KINDS } from './role-kinds';

export const clusterAdmin = celRule({
  id: 'rbac/cluster-admin',
  title: "Nobody is bound to the cluster's own roles that may change everything",
  severity: 'error',
  rationale:
    'cluster-admin may do anything; admin and edit read every Secret of a namespace and run pods as any of its ServiceAccounts (hardening 2, CIS 5.1.1).',
  requirements: ['A33', 'B8', 'C13'],
  fix: 'bind to a Role that names what is needed; to the ClusterRole view, if it is reading',
  kinds: BINDING_KINDS,
  validations: [
    {
      of: 'object',
      expression:
        "object.?roleRef.?kind.orValue('') != 'ClusterRole' || !(object.?roleRef.?name.orValue('') in ['admin', 'cluster-admin', 'edit', 'system:aggregate-to-admin', 'system:aggregate-to-edit', 'system:kube-controller-manager', 'system:kube-scheduler', 'system:node'])",
      field: 'roleRef.name',
      message: "is one of the cluster's own roles that may change everything",
    },
    {
      of: 'object',
      expression:
        "object.?roleRef.?kind.orValue('') != 'ClusterRole' || !object.?roleRef.?name.orValue('').startsWith('system:controller:')",
      field: 'roleRef.name',
      message: "is a role of Kubernetes' own controllers",
    },
  ],
});
