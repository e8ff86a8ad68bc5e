import { Construct } from 'constructs';
import { KubeObject, type Typed } from '../construct/kube-object';
import { UnitChart } from '../construct/unit-chart';
import type { Labels, Manifest } from '../manifest/manifest';
import { NOBODY } from '../manifest/nobody';
import type { Tier } from './catalogue';
import type { Platform } from './component';
import { PLATFORM } from './labels';
import { peerSelector } from './peer';

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

/** Levels of the Pod Security standards. */
export type PodSecurity = 'restricted' | 'baseline' | 'privileged';

export interface ZoneProps {
  readonly name: string;
  readonly team: string;
  readonly tier: Tier;
  readonly quota: Quota;
  /** @default restricted */
  readonly podSecurity?: PodSecurity;
  /** Whether load balancers may stand in the namespace: only the edge's. @default false */
  readonly loadBalancers?: boolean;
}

/**
 * A namespace as a zone of trust (requirement A32): Pod Security, a quota, limits for whoever forgets them, and no
 * connections but DNS. Its default deny is in its own unit, so that it holds before anything is deployed there.
 */
export class TrustZone extends Construct {
  constructor(scope: Platform, zone: ZoneProps) {
    super(scope, `namespace-${zone.name}`);
    const unit = new UnitChart(this, {
      folder: `namespaces/${zone.name}`,
      component: `namespace-${zone.name}`,
      project: 'platform',
      namespace: zone.name,
    });
    for (const manifest of zoneManifests(zone, scope)) {
      new KubeObject(unit, `${manifest.kind}-${manifest.metadata.name}`, manifest as Typed<Record<string, unknown>>);
    }
  }
}

type Surroundings = Pick<Platform, 'catalogue' | 'cluster' | 'traits'>;

/** The objects of a trust zone. Also for the namespace of a controller that is there before any Application. */
export function zoneManifests(zone: ZoneProps, { catalogue, cluster, traits }: Surroundings): Manifest[] {
  const { name, team, tier, quota, podSecurity = 'restricted', loadBalancers = false } = zone;
  const labels: Labels = {
    'app.kubernetes.io/managed-by': 'desired-state',
    'app.kubernetes.io/part-of': catalogue.partOf,
    [`${PLATFORM}/team`]: team,
    [`${PLATFORM}/tier`]: tier,
    [`${PLATFORM}/data-class`]: traits.data,
  };
  const metadata = (object: string) => ({ name: object, namespace: name, labels });
  const dns = [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ];
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: { ...labels, ...admission(podSecurity, cluster.kubernetes) },
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' },
      },
    },
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: metadata('quota'), spec: { hard: hardLimits(quota, loadBalancers) } },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: metadata('limits'),
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
            default: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
          },
        ],
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: metadata('default-deny'),
      // What is absent or empty nobody owns in a server-side apply: a rule that somebody adds by hand would stay (decision 0018).
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [NOBODY] }], egress: [{ to: [NOBODY] }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: metadata('allow-dns'),
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [peerSelector(cluster.dns)], ports: dns }] },
    },
  ];
}

/** Labels of Pod Security admission, pinned to the cluster's version so that an upgrade changes nothing unseen. */
function admission(level: PodSecurity, version: string): Labels {
  const labels: Record<string, string> = {};
  for (const mode of ['enforce', 'audit', 'warn']) {
    labels[`pod-security.kubernetes.io/${mode}`] = level;
    labels[`pod-security.kubernetes.io/${mode}-version`] = `v${version}`;
  }
  return labels;
}

/** Only the edge may have load balancers, and nobody has node ports that people would connect to. */
function hardLimits({ cpu, cpuLimit, memory, pods, storage }: Quota, loadBalancers: boolean): Readonly<Record<string, string>> {
  return {
    'requests.cpu': cpu,
    'limits.cpu': cpuLimit,
    'requests.memory': memory,
    'limits.memory': memory,
    pods: String(pods),
    ...(storage === undefined ? { persistentvolumeclaims: '0' } : { 'requests.storage': storage }),
    ...(!loadBalancers && { 'services.loadbalancers': '0', 'services.nodeports': '0' }),
  };
}
