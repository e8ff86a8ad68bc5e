import { Construct } from 'constructs';
import { UnitChart } from '../construct/unit-chart';
import { ARGO_CD_NAMESPACE } from '../manifest/unit';
import type { Platform } from '../tenancy/component';
import { budget, requirements } from './values';

export const ARGO_CD_CHART = 'https://argoproj.github.io/argo-helm';
export const ARGO_CD_VERSION = '10.9.2';

/**
 * Argo CD managing itself (requirements B14, B26): its ConfigMaps, policies and projects are the platform's own in
 * `bootstrap`, so the chart makes none of them; what the chart no longer renders is never pruned.
 */
export class ArgoCd extends Construct {
  constructor(scope: Platform) {
    super(scope, 'add-on-argocd');
    const { highlyAvailable } = scope.traits;
    const replicas = highlyAvailable ? 2 : 1;
    const deployed = (memory: string, scratch?: string) => ({
      replicas,
      pdb: budget(highlyAvailable),
      resources: requirements('100m', '1', memory, scratch),
      metrics: { enabled: true },
    });
    new UnitChart(this, {
      folder: 'core/argocd',
      component: 'argocd',
      project: 'platform',
      namespace: ARGO_CD_NAMESPACE,
      chart: {
        release: 'argocd',
        repository: ARGO_CD_CHART,
        chart: 'argo-cd',
        version: ARGO_CD_VERSION,
        keep: true,
        values: {
          fullnameOverride: 'argocd',
          crds: { install: true, keep: true },
          global: { networkPolicy: { create: false } },
          configs: { cm: { create: false }, rbac: { create: false }, params: { create: false } },
          controller: { ...deployed('2Gi'), replicas: 1 },
          server: deployed('512Mi'),
          // Clones, charts and the program's own copy are files in its pod.
          repoServer: deployed('1Gi', '4Gi'),
          applicationSet: deployed('256Mi'),
          notifications: { ...deployed('256Mi'), cm: { create: false }, secret: { create: false } },
          dex: { enabled: false },
          'redis-ha': { enabled: highlyAvailable },
          redis: { resources: requirements('50m', '500m', '256Mi') },
        },
      },
    });
  }
}
