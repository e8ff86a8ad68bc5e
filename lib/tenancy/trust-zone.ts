import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import { UnitChart } from '../construct/unit-chart';
import type { Labels } from '../manifest/manifest';
import type { Platform } from './component';
import { PLATFORM } from './labels';
import { peerSelector } from './network-edge';

/** What all pods of a namespace may take together. */
export interface Quota {
  /** Sum of requests. */
  readonly cpu: string;
  /** Sum of limits. */
  readonly cpuLimit: string;
  /** Sum of requests, and of limits: they are the same for memory. */
  readonly memory: string;
  readonly pods: number;
  /** Sum of claims; without it the namespace may claim nothing. */
  readonly storage?: string;
}

/**
 * A namespace as a zone of trust (requirement A32): Pod Security restricted, a quota, limits for whoever forgets them,
 * and no connections but DNS. Its default deny is in its own unit, so that it holds before anything is deployed there.
 */
export class TrustZone extends Construct {
  constructor(scope: Platform, name: string, quota: Quota) {
    super(scope, `namespace-${name}`);
    const { team, tier } = scope.catalogue.namespace(name);
    const labels: Labels = {
      'app.kubernetes.io/managed-by': 'desired-state',
      'app.kubernetes.io/part-of': scope.catalogue.partOf,
      [`${PLATFORM}/team`]: team,
      [`${PLATFORM}/tier`]: tier,
      [`${PLATFORM}/data-class`]: scope.data,
    };
    const unit = new UnitChart(this, {
      folder: `namespaces/${name}`,
      component: `namespace-${name}`,
      project: 'platform',
      namespace: name,
    });

    new KubeObject<k8s.KubeNamespaceProps>(unit, 'Resource', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: { ...labels, ...restricted(scope.cluster.kubernetes) },
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' },
      },
    });
    new KubeObject<k8s.KubeResourceQuotaProps>(unit, 'Quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: name, labels },
      spec: { hard: hardLimits(quota) },
    });
    new KubeObject<k8s.KubeLimitRangeProps>(unit, 'Limits', {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits', namespace: name, labels },
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
            default: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
          },
        ],
      },
    });
    new KubeObject<k8s.KubeNetworkPolicyProps>(unit, 'DefaultDeny', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: name, labels },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    new KubeObject<k8s.KubeNetworkPolicyProps>(unit, 'Dns', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-dns', namespace: name, labels },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [peerSelector(scope.cluster.dns)],
            ports: [
              { protocol: 'UDP', port: 53 },
              { protocol: 'TCP', port: 53 },
            ],
          },
        ],
      },
    });
  }
}

/** Labels of Pod Security admission, pinned to the cluster's version so that an upgrade changes nothing unseen. */
function restricted(version: string): Labels {
  const labels: Record<string, string> = {};
  for (const mode of ['enforce', 'audit', 'warn']) {
    labels[`pod-security.kubernetes.io/${mode}`] = 'restricted';
    labels[`pod-security.kubernetes.io/${mode}-version`] = `v${version}`;
  }
  return labels;
}

/** Only the edge may have node ports and load balancers, and it is no trust zone. */
function hardLimits({ cpu, cpuLimit, memory, pods, storage }: Quota): Readonly<Record<string, string>> {
  return {
    'requests.cpu': cpu,
    'limits.cpu': cpuLimit,
    'requests.memory': memory,
    'limits.memory': memory,
    pods: String(pods),
    ...(storage === undefined ? { persistentvolumeclaims: '0' } : { 'requests.storage': storage }),
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  };
}
