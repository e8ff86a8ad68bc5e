import { Construct } from 'constructs';
import { UnitChart } from '../construct/unit-chart';
import { ARGO_CD_NAMESPACE } from '../manifest/unit';
import type { Platform } from '../tenancy/component';
import { budget, type Requirements, requirements } from './values';

export const ARGO_CD_CHART = 'https://argoproj.github.io/argo-helm';
export const ARGO_CD_VERSION = '10.9.2';

interface Deployed {
  readonly replicas: number;
  readonly pdb: { readonly enabled: boolean; readonly maxUnavailable: number };
  readonly resources: Requirements;
  readonly metrics: { readonly enabled: boolean };
}

/** What the chart makes itself, or leaves to the bootstrap. */
interface Made {
  readonly create: boolean;
}

interface Values {
  readonly fullnameOverride: string;
  readonly crds: { readonly install: boolean; readonly keep: boolean };
  readonly global: { readonly networkPolicy: Made };
  readonly configs: Readonly<Record<'cm' | 'rbac' | 'params', Made>>;
  readonly controller: Deployed;
  readonly server: Deployed;
  readonly repoServer: Deployed;
  readonly applicationSet: Deployed;
  readonly notifications: Deployed & { readonly cm: Made; readonly secret: Made };
  readonly dex: { readonly enabled: boolean };
  readonly 'redis-ha': { readonly enabled: boolean };
  readonly redis: { readonly resources: Requirements };
}

/**
 * Argo CD managing itself (requirements B14, B26): its ConfigMaps, policies and projects are the platform's own in
 * `bootstrap`, so the chart makes none of them; what the chart no longer renders is never pruned.
 */
export class ArgoCd extends Construct {
  constructor(scope: Platform) {
    super(scope, 'add-on-argocd');
    const { highlyAvailable } = scope.traits;
    const replicas = highlyAvailable ? 2 : 1;
    const deployed = (memory: string, scratch?: string): Deployed => ({
      replicas,
      pdb: budget(highlyAvailable),
      resources: requirements('100m', '1', memory, scratch),
      metrics: { enabled: true },
    });
    const values: Values = {
      fullnameOverride: 'argocd',
      crds: { install: true, keep: true },
      global: { networkPolicy: { create: false } },
      configs: { cm: { create: false }, rbac: { create: false }, params: { create: false } },
      // The chart has one controller and one notifier, whatever it is told.
      controller: { ...deployed('2Gi'), replicas: 1 },
      notifications: { ...deployed('256Mi'), replicas: 1, cm: { create: false }, secret: { create: false } },
      server: deployed('512Mi'),
      // Clones, charts and the program's own copy are files in its pod.
      repoServer: deployed('1Gi', '4Gi'),
      applicationSet: deployed('256Mi'),
      dex: { enabled: false },
      'redis-ha': { enabled: highlyAvailable },
      redis: { resources: requirements('50m', '500m', '256Mi') },
    };
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
        values: { ...values },
      },
    });
  }
}
