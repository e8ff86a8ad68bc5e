import { KubeObject } from '../construct/kube-object';
import { nameserverMissing } from '../errors';
import { ISSUERS } from '../tenancy/certificate';
import type { Platform } from '../tenancy/component';
import { internet, OutsideEdge, tcp } from '../tenancy/network-edge';
import { Secret } from '../tenancy/secret';
import type { SecretRef } from '../tenancy/secret-ref';
import { AddOn, CLUSTER_ROLES, COMMON_KINDS, DEFINITIONS } from './add-on';
import { budget, type Requirements, requirements } from './values';

export const CERT_MANAGER_CHART = 'https://charts.jetstack.io';

const NAMESPACE = 'cert-manager';
const TSIG_KEY = 'tsig-secret';

interface Deployed {
  readonly replicaCount: number;
  readonly resources: Requirements;
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly maxUnavailable: number };
}

interface Values extends Deployed {
  readonly crds: { readonly enabled: boolean; readonly keep: boolean };
  readonly global: { readonly leaderElection: { readonly namespace: string } };
  readonly webhook: Deployed;
  readonly cainjector: Deployed;
  readonly startupapicheck: { readonly enabled: boolean };
  readonly prometheus: { readonly enabled: boolean; readonly servicemonitor: { readonly enabled: boolean } };
}

export interface CertManagerProps {
  /** The key `tsig-secret` that the name server knows; needed where an ACME authority signs the hosts. */
  readonly nameserver?: SecretRef;
}

/** cert-manager with the two authorities of the cluster. */
export class CertManager extends AddOn {
  constructor(scope: Platform, { nameserver }: CertManagerProps) {
    const { highlyAvailable } = scope.traits;
    const deployed: Deployed = {
      replicaCount: highlyAvailable ? 2 : 1,
      resources: requirements('50m', '500m', '256Mi'),
      podDisruptionBudget: budget(highlyAvailable),
    };
    const values: Values = {
      ...deployed,
      crds: { enabled: true, keep: true },
      global: { leaderElection: { namespace: NAMESPACE } },
      webhook: deployed,
      cainjector: deployed,
      startupapicheck: { enabled: false },
      prometheus: { enabled: true, servicemonitor: { enabled: true } },
    };
    super(scope, {
      name: 'cert-manager',
      namespace: NAMESPACE,
      chart: { repository: CERT_MANAGER_CHART, chart: 'cert-manager', version: 'v1.21.2', values: { ...values } },
      footprint: {
        namespacedKinds: COMMON_KINDS,
        clusterKinds: [
          ...CLUSTER_ROLES,
          ...DEFINITIONS,
          { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
          { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
        ],
        defines: ['cert-manager.io', 'acme.cert-manager.io'],
      },
      quota: { cpu: '1', cpuLimit: '4', memory: '3Gi', pods: 12 },
      webhooks: [10250],
    });
    this.allowMetrics(9402);
    this.internalAuthority();
    this.hostAuthority(nameserver);
  }

  /** A root that signs itself, kept by cert-manager in a Secret, and the issuer that signs with it. */
  private internalAuthority(): void {
    this.issuer('internal-root', { selfSigned: {} });
    new KubeObject(this.core, 'InternalCertificate', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'internal-ca', namespace: this.namespace, labels: this.labels },
      spec: {
        isCA: true,
        commonName: 'internal-ca',
        secretName: 'internal-ca',
        duration: '87600h',
        renewBefore: '8760h',
        privateKey: { algorithm: 'ECDSA', size: 384 },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'internal-root' },
      },
    });
    this.issuer(ISSUERS.internal, { ca: { secretName: 'internal-ca' } });
  }

  private hostAuthority(nameserver: SecretRef | undefined): void {
    const { cluster, traits } = this.platform;
    const { certificates } = cluster;
    if (certificates === 'self-signed') {
      this.issuer(ISSUERS.hosts, { ca: { secretName: 'internal-ca' } });
      return;
    }
    if (nameserver === undefined) throw nameserverMissing(this.node.path, cluster.name);
    new Secret(this.core, 'Nameserver', { secret: nameserver, traits, namespace: this.namespace, keys: [TSIG_KEY], labels: this.labels });
    const tsig = { name: nameserver.name, key: TSIG_KEY };
    this.issuer(ISSUERS.hosts, {
      acme: {
        server: certificates.acme,
        email: certificates.email,
        privateKeySecretRef: { name: 'acme-account' },
        solvers: [
          {
            dns01: {
              rfc2136: {
                nameserver: certificates.nameserver,
                tsigAlgorithm: 'HMACSHA256',
                tsigKeyName: certificates.keyName,
                tsigSecretSecretRef: tsig,
              },
            },
          },
        ],
      },
    });
    new OutsideEdge(this.policies, {
      from: this.pods,
      to: 'authority',
      ranges: internet(cluster),
      ports: [tcp(443), tcp(53), { protocol: 'UDP', port: 53 }],
      labels: this.labels,
    });
  }

  private issuer(name: string, spec: object): void {
    new KubeObject(this.core, `Issuer-${name}`, {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name, labels: this.labels },
      spec,
    });
  }
}
