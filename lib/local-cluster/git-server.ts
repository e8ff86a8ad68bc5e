const NAME = 'git';
const NAMESPACE = 'seed';

/** The Git server that seeding puts into a local cluster, as Argo CD is told to find it and as the stack makes it. */
export const GIT_SERVER = {
  name: NAME,
  namespace: NAMESPACE,
  /** The repository that shows the working tree. */
  url: `http://${NAME}.${NAMESPACE}.svc.cluster.local/desired-state.git`,
  /** Labels of its pods that Services and NetworkPolicies select. */
  labels: { 'app.kubernetes.io/name': NAME },
  /** Port of its pods for whoever may reach them. */
  readPort: 8080,
  /** Port of its pods that takes pushes, on their loopback alone: for `kubectl port-forward`. */
  writePort: 8081,
};
