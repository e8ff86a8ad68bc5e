import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Labels } from '../manifest/manifest';
import type { Peer } from './cluster';

/** A set of pods that takes part in a connection. */
export interface Endpoint extends Peer {
  /** Name in the names of policies, e.g. `kfm-api`. */
  readonly name: string;
}

export interface NetworkEdgeProps {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Port of the pods of `to`, not of their Service (requirement: NetworkPolicy semantics 19). */
  readonly port: number;
  readonly labels: Labels;
}

/**
 * Permission for one set of pods to connect to one port of another: egress at the consumer and ingress at the provider.
 * Both name the peer's namespace and labels in one selector, so that a pod elsewhere with the same labels gains nothing.
 */
export class NetworkEdge extends Construct {
  constructor(scope: Construct, { from, to, port, labels }: NetworkEdgeProps) {
    super(scope, `${from.name}-to-${to.name}`);
    const ports = [{ protocol: 'TCP', port }];

    new KubeObject<k8s.KubeNetworkPolicyProps>(this, 'Egress', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `${from.name}-to-${to.name}`, namespace: from.namespace, labels },
      spec: { podSelector: { matchLabels: from.labels }, policyTypes: ['Egress'], egress: [{ to: [peerSelector(to)], ports }] },
    });
    new IngressPermission(this, 'Ingress', { from, to, port, labels });
  }
}

/** The provider's half of an edge, for consumers whose egress this platform does not govern, such as the gateway's pods. */
export class IngressPermission extends KubeObject<k8s.KubeNetworkPolicyProps> {
  constructor(scope: Construct, id: string, { from, to, port, labels }: NetworkEdgeProps) {
    super(scope, id, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `${to.name}-from-${from.name}`, namespace: to.namespace, labels },
      spec: {
        podSelector: { matchLabels: to.labels },
        policyTypes: ['Ingress'],
        ingress: [{ from: [peerSelector(from)], ports: [{ protocol: 'TCP', port }] }],
      },
    });
  }
}

/** One peer: pods with the labels in exactly that namespace. Two list items would mean "or". */
export function peerSelector({ namespace, labels }: Peer): { namespaceSelector: object; podSelector: object } {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
}
