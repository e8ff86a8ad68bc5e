import type { Peer } from './peer';

/** How a cluster lets connections in: Gateway API, Ingress, or the Routes of OpenShift (requirement A48). */
export type Edge =
  /** `pods` are those of the controller, which connect to the exposed servers. */
  | { readonly kind: 'gateway'; readonly name: string; readonly namespace: string; readonly pods: Peer }
  | { readonly kind: 'ingress'; readonly className: string; readonly issuer: string; readonly pods: Peer }
  | { readonly kind: 'route'; readonly pods: Peer };

/** The pods of the edge controller that the platform delivers itself. */
export const EDGE_PODS: Peer = { namespace: 'edge', labels: { 'app.kubernetes.io/name': 'traefik' } };

export const Edge = {
  /** A Gateway that the platform delivers in the namespace `edge`. */
  gateway: (): Edge => ({ kind: 'gateway', name: 'edge', namespace: EDGE_PODS.namespace, pods: EDGE_PODS }),
  /** Ingresses of a class; cert-manager's issuer signs a certificate for each host. */
  ingress: (className: string, issuer: string, pods: Peer = EDGE_PODS): Edge => ({ kind: 'ingress', className, issuer, pods }),
  /** Routes of OpenShift, whose router holds the wildcard certificate. */
  route: (): Edge => ({
    kind: 'route',
    pods: {
      namespace: 'openshift-ingress',
      labels: { 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller': 'default' },
    },
  }),
} as const;

/** Listener names of the Gateway: the domain itself, and the hosts one level below it. */
export const LISTENERS = { domain: 'domain', hosts: 'hosts' } as const;
