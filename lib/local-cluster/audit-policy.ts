/**
 * What the API server writes down: who changed what, and who read a secret; of secrets and tokens never the content. What
 * components of the cluster read all day is left out, or the log would hold little else.
 * The first rule that fits counts (https://kubernetes.io/docs/tasks/debug/debug-cluster/audit).
 */
export function auditPolicy(): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      {
        level: 'Metadata',
        resources: [
          { group: '', resources: ['secrets', 'serviceaccounts/token'] },
          { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
        ],
      },
      { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/openapi/*', '/metrics'] },
      { level: 'None', resources: [{ group: '', resources: ['events'] }, { group: 'events.k8s.io' }, { group: 'coordination.k8s.io' }] },
      { level: 'None', verbs: ['get', 'list', 'watch'], userGroups: ['system:nodes', 'system:serviceaccounts'] },
      {
        level: 'None',
        verbs: ['get', 'list', 'watch'],
        users: ['system:kube-scheduler', 'system:kube-controller-manager', 'system:kube-proxy', 'system:apiserver'],
      },
      {
        level: 'RequestResponse',
        verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
        resources: [{ group: 'rbac.authorization.k8s.io' }, { group: 'networking.k8s.io' }, { group: 'admissionregistration.k8s.io' }],
      },
      { level: 'Metadata' },
    ],
  };
}
