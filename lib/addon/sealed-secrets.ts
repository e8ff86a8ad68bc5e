import type { Platform } from '../tenancy/component';
import { AddOn, CLUSTER_ROLES, COMMON_KINDS, DEFINITIONS } from './add-on';
import { containerSecurity, podSecurity, type Requirements, requirements } from './values';

export const SEALED_SECRETS_CHART = 'https://bitnami.github.io/sealed-secrets';

interface Values {
  readonly fullnameOverride: string;
  readonly keyrenewperiod: string;
  readonly resources: Requirements;
  readonly podSecurityContext: object;
  readonly containerSecurityContext: object;
  readonly metrics: { readonly serviceMonitor: { readonly enabled: boolean } };
}

/** The controller that opens SealedSecrets. Its key is the one thing that a new cluster must be given back (runbook secret-rotation). */
export class SealedSecrets extends AddOn {
  constructor(scope: Platform) {
    const values: Values = {
      fullnameOverride: 'sealed-secrets-controller',
      keyrenewperiod: '720h',
      resources: requirements('50m', '500m', '128Mi'),
      podSecurityContext: { enabled: true, fsGroup: 65_534, ...podSecurity(1001) },
      containerSecurityContext: { enabled: true, ...containerSecurity() },
      metrics: { serviceMonitor: { enabled: true } },
    };
    super(scope, {
      name: 'sealed-secrets',
      namespace: 'sealed-secrets',
      chart: { repository: SEALED_SECRETS_CHART, chart: 'sealed-secrets', version: '2.19.3', values: { ...values } },
      footprint: { namespacedKinds: COMMON_KINDS, clusterKinds: [...CLUSTER_ROLES, ...DEFINITIONS], defines: ['bitnami.com'] },
      quota: { cpu: '500m', cpuLimit: '2', memory: '512Mi', pods: 5 },
      // kubeseal fetches the certificate through the API server.
      webhooks: [8080],
    });
    this.allowMetrics(8081);
  }
}
