import { KubeObject } from '../construct/kube-object';
import { ISSUERS } from '../tenancy/certificate';
import type { Platform } from '../tenancy/component';
import { LISTENERS } from '../tenancy/edge';
import { PLATFORM } from '../tenancy/labels';
import { internet, NetworkPolicy, tcp } from '../tenancy/network-edge';
import { AddOn, CLUSTER_ROLES, COMMON_KINDS, DEFINITIONS } from './add-on';
import { budget, containerSecurity, podSecurity, type Requirements, requirements } from './values';

export const TRAEFIK_CHART = 'https://traefik.github.io/charts';

/** The last one that brings the definitions of the Gateway API, 1.5.1 (traefik-helm-chart 1669, docs/decisions/0009). */
const VERSION = '40.1.0';

/** Ports of Traefik's pods: a listener of a Gateway names these, not those of the load balancer. */
const HTTP = 8000;
const HTTPS = 8443;

interface Values {
  readonly deployment: { readonly replicas: number };
  readonly providers: Readonly<Record<'kubernetesGateway' | 'kubernetesIngress' | 'kubernetesCRD', { readonly enabled: boolean }>>;
  readonly gateway: { readonly enabled: boolean };
  readonly gatewayClass: { readonly enabled: boolean };
  readonly ingressClass: { readonly enabled: boolean; readonly isDefaultClass: boolean; readonly name?: string };
  readonly ingressRoute: { readonly dashboard: { readonly enabled: boolean } };
  /** As Kubernetes has it, since version 40 of the chart. */
  readonly service: { readonly spec: Readonly<Record<string, unknown>> & { readonly type: 'LoadBalancer' | 'NodePort' } };
  readonly ports?: Readonly<Record<'web' | 'websecure', { readonly nodePort: number }>>;
  readonly podDisruptionBudget: object;
  readonly resources: Requirements;
  readonly podSecurityContext: object;
  readonly securityContext: object;
  readonly metrics: { readonly prometheus: object };
}

/** The edge: Traefik as the controller of one Gateway, or of Ingresses where the cluster's facts say so (docs/decisions/0009). */
export class EdgeController extends AddOn {
  constructor(scope: Platform) {
    const { cluster, traits } = scope;
    const isGateway = cluster.edge.kind === 'gateway';
    const values: Values = {
      deployment: { replicas: traits.highlyAvailable ? 3 : 1 },
      providers: {
        kubernetesGateway: { enabled: isGateway },
        kubernetesIngress: { enabled: !isGateway },
        kubernetesCRD: { enabled: false },
      },
      gateway: { enabled: false },
      gatewayClass: { enabled: false },
      ingressClass: {
        enabled: !isGateway,
        isDefaultClass: false,
        ...(cluster.edge.kind === 'ingress' && { name: cluster.edge.className }),
      },
      ingressRoute: { dashboard: { enabled: false } },
      ...entrance(scope),
      podDisruptionBudget: budget(traits.highlyAvailable),
      resources: requirements('100m', '1', '256Mi'),
      podSecurityContext: podSecurity(65_532),
      securityContext: containerSecurity(),
      metrics: { prometheus: { service: { enabled: true }, serviceMonitor: { enabled: true }, disableAPICheck: true } },
    };
    super(scope, {
      name: 'edge',
      namespace: 'edge',
      chart: { repository: TRAEFIK_CHART, chart: 'traefik', version: VERSION, values: { ...values } },
      footprint: {
        namespacedKinds: COMMON_KINDS,
        clusterKinds: [
          ...CLUSTER_ROLES,
          ...DEFINITIONS,
          { group: 'networking.k8s.io', kind: 'IngressClass' },
          // The Gateway API guards its upgrades by an admission policy.
          { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy' },
          { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding' },
        ],
        defines: ['traefik.io', 'hub.traefik.io', 'gateway.networking.k8s.io'],
      },
      quota: { cpu: '1', cpuLimit: '8', memory: '2Gi', pods: 10 },
      loadBalancers: true,
    });
    this.allowMetrics(9100);
    this.admitClients();
    if (cluster.edge.kind === 'gateway') this.gateway(cluster.edge.name);
  }

  /** Whom the environment is for: everybody, or the organization's own addresses. */
  private admitClients(): void {
    const { cluster, traits } = this.platform;
    const { internal, nodes } = cluster.ranges;
    // What comes by a node's port has the address of a node.
    const known = [...internal, ...(cluster.edgePorts === undefined ? [] : nodes)].map((cidr) => ({ cidr }));
    const clients = traits.audience === 'internal' ? known : internet(cluster);
    new NetworkPolicy(this.policies, 'Clients', {
      name: 'edge-from-clients',
      pods: this.pods,
      labels: this.labels,
      ingress: [{ from: clients.map((ipBlock) => ({ ipBlock })), ports: [tcp(HTTP), tcp(HTTPS)] }],
    });
  }

  /** One Gateway for the domain and the hosts below it, open to routes of frontends and APIs only; plain HTTP is sent to HTTPS. */
  private gateway(name: string): void {
    const { domain } = this.platform.cluster;
    const { namespace, labels } = this;
    const metadata = (object: string) => ({ name: object, namespace, labels });
    const tls = { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: 'hosts-tls' }] };
    const tiers = { matchExpressions: [{ key: `${PLATFORM}/tier`, operator: 'In', values: ['api', 'frontend'] }] };
    const allowedRoutes = { namespaces: { from: 'Selector', selector: tiers } };
    new KubeObject(this.core, 'Certificate', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: metadata('hosts'),
      spec: {
        secretName: 'hosts-tls',
        dnsNames: [domain, `*.${domain}`],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: ISSUERS.hosts },
      },
    });
    new KubeObject(this.core, 'GatewayClass', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'traefik', labels },
      spec: { controllerName: 'traefik.io/gateway-controller' },
    });
    new KubeObject(this.core, 'Gateway', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: metadata(name),
      spec: {
        gatewayClassName: 'traefik',
        listeners: [
          { name: 'plain', port: HTTP, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
          { name: LISTENERS.domain, hostname: domain, port: HTTPS, protocol: 'HTTPS', tls, allowedRoutes },
          { name: LISTENERS.hosts, hostname: `*.${domain}`, port: HTTPS, protocol: 'HTTPS', tls, allowedRoutes },
        ],
      },
    });
    new KubeObject(this.core, 'Redirect', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: metadata('redirect-to-https'),
      spec: {
        parentRefs: [{ name, sectionName: 'plain' }],
        rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 443, statusCode: 301 } }] }],
      },
    });
  }
}

/** How connections reach Traefik: by a load balancer, which keeps their addresses and holds off those of strangers, or by the nodes' ports. */
function entrance({ cluster, traits }: Platform): Pick<Values, 'service' | 'ports'> {
  const { edgePorts, ranges } = cluster;
  if (edgePorts !== undefined) {
    return {
      service: { spec: { type: 'NodePort', externalTrafficPolicy: 'Cluster' } },
      ports: { web: { nodePort: edgePorts.http }, websecure: { nodePort: edgePorts.https } },
    };
  }
  const sources = traits.audience === 'internal' ? { loadBalancerSourceRanges: ranges.internal } : {};
  return { service: { spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ...sources } } };
}
