/** Kinds that grant. */
export const ROLE_KINDS: readonly string[] = ['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/Role'];

/** Kinds that say to whom. */
export const BINDING_KINDS: readonly string[] = ['rbac.authorization.k8s.io/ClusterRoleBinding', 'rbac.authorization.k8s.io/RoleBinding'];
