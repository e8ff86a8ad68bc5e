import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import type { Labels } from '../manifest/manifest';
import type { Cluster } from './cluster';
import { type Endpoint, peerSelector } from './peer';

/** Connections from one set of pods to another. */
export interface NetworkEdgeProps {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Ports of the pods of `to`, not of their Service (NetworkPolicy semantics 19). */
  readonly ports: readonly number[];
  readonly labels: Labels;
}

type PolicyPort = Plain<k8s.NetworkPolicyPort>;

/**
 * Permission for one set of pods to connect to ports of another: egress at the consumer and ingress at the provider.
 * Both name the peer's namespace and labels in one selector, so that a pod elsewhere with the same labels gains nothing.
 */
export class NetworkEdge extends Construct {
  constructor(scope: Construct, { from, to, ports: numbers, labels }: NetworkEdgeProps) {
    super(scope, `${from.name}-to-${to.name}`);
    const ports = numbers.map(tcp);

    new NetworkPolicy(this, 'Egress', {
      name: `${from.name}-to-${to.name}`,
      pods: from,
      labels,
      egress: [{ to: [peerSelector(to)], ports }],
    });
    new NetworkPolicy(this, 'Ingress', {
      name: `${to.name}-from-${from.name}`,
      pods: to,
      labels,
      ingress: [{ from: [peerSelector(from)], ports }],
    });
  }
}

export interface OutsideEdgeProps {
  readonly from: Endpoint;
  /** Name of the destination in the name of the policy. */
  readonly to: string;
  /** Address ranges in CIDR notation, or blocks with exceptions. */
  readonly ranges: readonly (string | Plain<k8s.IpBlock>)[];
  readonly ports: readonly PolicyPort[];
  readonly labels: Labels;
}

/** Permission for pods to connect to address ranges outside the cluster, or to the API server. */
export class OutsideEdge extends Construct {
  constructor(scope: Construct, { from, to, ranges, ports, labels }: OutsideEdgeProps) {
    super(scope, `${from.name}-to-${to}`);
    new NetworkPolicy(this, 'Egress', {
      name: `${from.name}-to-${to}`,
      pods: from,
      labels,
      egress: [{ to: ranges.map((range) => ({ ipBlock: typeof range === 'string' ? { cidr: range } : range })), ports }],
    });
  }
}

export interface NetworkPolicyProps {
  readonly name: string;
  readonly pods: Pick<Endpoint, 'namespace' | 'labels'>;
  readonly labels: Labels;
  readonly ingress?: readonly Plain<k8s.NetworkPolicyIngressRule>[];
  readonly egress?: readonly Plain<k8s.NetworkPolicyEgressRule>[];
}

/** A NetworkPolicy that says which directions it governs: those that it has rules for. */
export class NetworkPolicy extends KubeObject<k8s.KubeNetworkPolicyProps> {
  constructor(scope: Construct, id: string, { name, pods, labels, ingress, egress }: NetworkPolicyProps) {
    super(scope, id, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: pods.namespace, labels },
      spec: {
        podSelector: Object.keys(pods.labels).length === 0 ? {} : { matchLabels: pods.labels },
        policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
        ...(ingress && { ingress }),
        ...(egress && { egress }),
      },
    });
  }
}

/** The API server: some network plug-ins see the address of its Service, others the one behind it. */
export function apiServerEgress({
  ranges,
  apiServerPort,
}: Pick<Cluster, 'ranges' | 'apiServerPort'>): Plain<k8s.NetworkPolicyEgressRule>[] {
  return [
    { to: ranges.apiServer.map((cidr) => ({ ipBlock: { cidr } })), ports: [tcp(apiServerPort)] },
    { to: ranges.services.map((cidr) => ({ ipBlock: { cidr } })), ports: [tcp(443)] },
  ];
}

export function tcp(port: number): PolicyPort {
  return { protocol: 'TCP', port };
}

/** Every address that is none of the cluster's own. */
export function internet({ ranges }: Pick<Cluster, 'ranges'>): Plain<k8s.IpBlock>[] {
  const own = [...ranges.nodes, ...ranges.pods, ...ranges.services];
  return [
    { cidr: '0.0.0.0/0', except: own.filter((range) => !range.includes(':')) },
    { cidr: '::/0', except: own.filter((range) => range.includes(':')) },
  ];
}
