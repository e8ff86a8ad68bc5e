import { DeliveryObservability } from '../observability/delivery';
import type { Platform } from '../tenancy/component';
import type { SecretRef } from '../tenancy/secret-ref';
import type { AddOn } from './add-on';
import { ARGO_CD_CHART, ArgoCd } from './argo-cd';
import { CERT_MANAGER_CHART, CertManager } from './cert-manager';
import { EdgeController, TRAEFIK_CHART } from './edge-controller';
import { Logging, VECTOR_CHART } from './logging';
import { METRICS_SERVER_CHART, MetricsServer } from './metrics-server';
import { Monitoring, PROMETHEUS_CHART } from './monitoring';
import { SEALED_SECRETS_CHART, SealedSecrets } from './sealed-secrets';
import { Storage } from './storage';

/** Repositories of the charts of all add-ons, for the ceiling of the platform's project. */
export const CHART_REPOSITORIES = [
  ARGO_CD_CHART,
  CERT_MANAGER_CHART,
  METRICS_SERVER_CHART,
  PROMETHEUS_CHART,
  SEALED_SECRETS_CHART,
  TRAEFIK_CHART,
  VECTOR_CHART,
];

/** Namespaces that add-ons use, the one of the system included. */
export const ADD_ON_NAMESPACES = ['cert-manager', 'edge', 'kube-system', 'logging', 'metrics-server', 'monitoring', 'sealed-secrets'];

export interface PlatformAddOnsProps {
  readonly secrets: {
    readonly 'grafana-admin': SecretRef;
    readonly 'alert-receiver': SecretRef;
    /** Where an ACME authority signs the hosts. */
    readonly nameserver?: SecretRef;
  };
}

/** The add-ons that every environment has, less what its cluster brings. */
export function platformAddOns(scope: Platform, { secrets }: PlatformAddOnsProps): readonly AddOn[] {
  const { brings, edge, logs } = scope.cluster;
  const addOns: AddOn[] = [
    new SealedSecrets(scope),
    new CertManager(scope, secrets),
    new Monitoring(scope, { grafana: secrets['grafana-admin'], receiver: secrets['alert-receiver'] }),
  ];
  if (logs !== undefined) addOns.push(new Logging(scope, logs));
  if (edge.kind !== 'route') addOns.push(new EdgeController(scope));
  if (!brings.includes('metrics-server')) addOns.push(new MetricsServer(scope));
  if (!brings.includes('storage-class')) new Storage(scope);
  new ArgoCd(scope);
  new DeliveryObservability(scope);
  return addOns;
}
