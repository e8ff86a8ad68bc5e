import { argo } from '../../lib/delivery/argo/argo';
import { Sync } from '../../lib/delivery/argo/sync';
import { type Manifest, valueAt } from '../../lib/manifest/manifest';
import type { Unit } from '../../lib/manifest/unit';
import { Schemas } from '../../lib/schema/schemas';
import { Catalogue } from '../../lib/tenancy/catalogue';
import { Ceiling } from '../../lib/tenancy/ceiling';

const catalogue = new Catalogue({
  partOf: 'kfm',
  repository: { url: 'https://git.example.org/desired-state.git', revision: 'main', path: 'dist' },
  namespaces: { 'kfm-api': { team: 'services', tier: 'api' } },
  components: {},
  stores: {},
  projects: {
    platform: Ceiling.platform('kfm-api'),
    security: Ceiling.security('kfm-api'),
    data: Ceiling.data('platform-data'),
    services: Ceiling.team('kfm-api'),
  },
});

const UNITS: Unit[] = [
  { folder: 'namespaces/kfm-api', component: 'namespace-kfm-api', project: 'platform', namespace: 'kfm-api', manifests: [] },
  { folder: 'stores/postgres', component: 'postgres', project: 'data', namespace: 'platform-data', manifests: [] },
  { folder: 'workloads/kfm-api', component: 'kfm-api', project: 'services', namespace: 'kfm-api', manifests: [] },
  { folder: 'policies/kfm-api', component: 'kfm-api', project: 'security', namespace: 'kfm-api', manifests: [] },
];

function delivered(sync: Sync, cascade: boolean): { units: readonly Unit[]; find: (kind: string, name: string) => Manifest } {
  const units = argo({ sync, cascade }).deliver(UNITS, { name: 'dev', catalogue });
  const manifests = units.flatMap((unit) => unit.manifests);
  return {
    units,
    find: (kind, name) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name) as Manifest,
  };
}

describe('delivery by Argo CD', () => {
  const { units, find } = delivered(Sync.automated(), true);
  const applications = units.flatMap(({ manifests }) => manifests).filter(({ kind }) => kind === 'Application');

  test('passes the units on, with one Application each, a root and the keeper of the bootstrap', () => {
    expect(units.slice(0, UNITS.length)).toEqual(UNITS);
    expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual([
      'bootstrap',
      'namespaces-kfm-api',
      'policies-kfm-api',
      'root',
      'stores-postgres',
      'workloads-kfm-api',
    ]);
  });

  test('gives an Application to the component whose folder it syncs', () => {
    const owners = units
      .filter(({ folder }) => folder === 'apps')
      .map(({ component, manifests }) => [component, manifests.map(({ metadata }) => metadata.name)]);

    expect(owners).toContainEqual(['kfm-api', ['workloads-kfm-api', 'policies-kfm-api']]);
    expect(owners).toContainEqual(['argocd', ['bootstrap']]);
  });

  test('syncs exactly the folder, from the protected branch, in the project of the unit', () => {
    expect(find('Application', 'workloads-kfm-api').spec).toMatchObject({
      project: 'services',
      source: {
        repoURL: 'https://git.example.org/desired-state.git',
        targetRevision: 'main',
        path: 'dist/dev/workloads/kfm-api',
        directory: { recurse: true },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'kfm-api' },
    });
    expect(valueAt(find('Application', 'root'), 'spec.source.path')).toBe('dist/dev/apps');
  });

  test('never prunes what had to be there first, and never allows an empty result', () => {
    expect(valueAt(find('Application', 'bootstrap'), 'spec.syncPolicy.automated')).toEqual({
      prune: false,
      selfHeal: true,
      allowEmpty: false,
    });
    for (const { spec } of applications) expect(valueAt(spec, 'syncPolicy.automated.allowEmpty')).toBe(false);
  });

  test('retries long enough for a first install, but not for ever', () => {
    for (const { spec } of applications) {
      expect(valueAt(spec, 'syncPolicy.retry')).toEqual({ limit: 10, backoff: { duration: '5s', factor: 2, maxDuration: '5m' } });
    }
  });

  test.each(['Replace=true', 'Force=true', 'Validate=false', 'CreateNamespace=true'])('never sets %s', (option) => {
    for (const { spec } of applications) expect(valueAt(spec, 'syncPolicy.syncOptions')).not.toContain(option);
  });

  test('brings namespaces before policies, stores and workloads on a first install', () => {
    const wave = (name: string) => Number(find('Application', name).metadata.annotations?.['argocd.argoproj.io/sync-wave']);

    expect(wave('namespaces-kfm-api')).toBeLessThan(wave('policies-kfm-api'));
    expect(wave('policies-kfm-api')).toBeLessThan(wave('stores-postgres'));
    expect(wave('stores-postgres')).toBeLessThan(wave('workloads-kfm-api'));
  });

  test('cascades only where a sync repairs the loss, and nowhere when told not to', () => {
    const cascading = ({ find: findIn }: ReturnType<typeof delivered>) =>
      ['root', 'bootstrap', 'namespaces-kfm-api', 'stores-postgres', 'workloads-kfm-api', 'policies-kfm-api'].filter(
        (name) => findIn('Application', name).metadata.finalizers !== undefined,
      );

    expect(cascading(delivered(Sync.automated(), true))).toEqual(['workloads-kfm-api', 'policies-kfm-api']);
    expect(cascading(delivered(Sync.automated(), false))).toEqual([]);
  });

  test('waits for a request where it is not automated', () => {
    expect(
      valueAt(delivered(Sync.onRequest(), false).find('Application', 'workloads-kfm-api'), 'spec.syncPolicy.automated'),
    ).toBeUndefined();
  });

  test('emits what the schemas of Argo CD know', () => {
    const schemas = new Schemas('1.34');

    for (const manifest of units.flatMap(({ manifests }) => manifests))
      expect(schemas.judge(manifest)).toEqual({ status: 'judged', problems: [] });
  });
});

describe('AppProjects', () => {
  const { find } = delivered(Sync.automated(), false);

  test('are ceilings: exact repository, exact namespaces, exact kinds', () => {
    expect(find('AppProject', 'services')).toMatchInlineSnapshot(`
{
  "apiVersion": "argoproj.io/v1alpha1",
  "kind": "AppProject",
  "metadata": {
    "finalizers": [
      "resources-finalizer.argocd.argoproj.io",
    ],
    "labels": {
      "app.kubernetes.io/managed-by": "desired-state",
      "app.kubernetes.io/name": "services",
    },
    "name": "services",
    "namespace": "argocd",
  },
  "spec": {
    "clusterResourceWhitelist": [],
    "destinations": [
      {
        "namespace": "kfm-api",
        "server": "https://kubernetes.default.svc",
      },
    ],
    "namespaceResourceWhitelist": [
      {
        "group": "",
        "kind": "ConfigMap",
      },
      {
        "group": "",
        "kind": "Service",
      },
      {
        "group": "",
        "kind": "ServiceAccount",
      },
      {
        "group": "apps",
        "kind": "Deployment",
      },
      {
        "group": "apps",
        "kind": "StatefulSet",
      },
      {
        "group": "autoscaling",
        "kind": "HorizontalPodAutoscaler",
      },
      {
        "group": "batch",
        "kind": "CronJob",
      },
      {
        "group": "batch",
        "kind": "Job",
      },
      {
        "group": "bitnami.com",
        "kind": "SealedSecret",
      },
      {
        "group": "gateway.networking.k8s.io",
        "kind": "HTTPRoute",
      },
      {
        "group": "policy",
        "kind": "PodDisruptionBudget",
      },
    ],
    "orphanedResources": {
      "warn": true,
    },
    "sourceRepos": [
      "https://git.example.org/desired-state.git",
    ],
  },
}
`);
  });

  test.each(['platform', 'security', 'data', 'services'])('%s permits nothing by a wildcard or by an absent list', (name) => {
    const { spec } = find('AppProject', name);

    expect(JSON.stringify(spec)).not.toContain('*');
    for (const field of ['sourceRepos', 'destinations', 'clusterResourceWhitelist', 'namespaceResourceWhitelist']) {
      expect(valueAt(spec, field)).toBeInstanceOf(Array);
    }
  });

  test('let teams set none of what limits and permits them', () => {
    const kinds = valueAt(find('AppProject', 'services'), 'spec.namespaceResourceWhitelist') as { kind: string }[];

    for (const kind of ['NetworkPolicy', 'Role', 'RoleBinding', 'ResourceQuota', 'LimitRange', 'Application', 'AppProject']) {
      expect(kinds.map((each) => each.kind)).not.toContain(kind);
    }
  });

  test('let the platform alone into the namespace of Argo CD', () => {
    const deploysIntoArgoCd = (name: string) => JSON.stringify(valueAt(find('AppProject', name), 'spec.destinations')).includes('argocd');

    expect(['platform', 'security', 'data', 'services'].filter(deploysIntoArgoCd)).toEqual(['platform']);
  });
});
