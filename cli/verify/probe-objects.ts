/** Where an unprivileged nginx listens unless it is told otherwise. */
export const SERVER_PORT = 8080;

/** One of its own: the default account of a new namespace comes a moment later. */
const ACCOUNT = 'probe';

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const VERIFY = 'desired-state-verify';

/** What selects the namespaces of all probes. */
export const PROBES = `${MANAGED_BY}=${VERIFY}`;

export function probeNamespace(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { [MANAGED_BY]: VERIFY, 'pod-security.kubernetes.io/enforce': 'restricted' },
    },
  };
}

/** A server and a client of one image with an account of their own, with no more rights than any pod of the platform. */
export function probePods(namespace: string, image: string): object[] {
  const pod = (name: string, command?: readonly string[]): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { probe: name } },
    spec: {
      serviceAccountName: ACCOUNT,
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, runAsUser: 101, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name,
          image,
          ...(command && { command }),
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  });
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: ACCOUNT, namespace }, automountServiceAccountToken: false };
  return [account, pod('server'), pod('client', ['sleep', '600'])];
}

export function denyAll(namespace: string): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}
