import { argo } from '../../lib/delivery/argo/argo';
import { Sync } from '../../lib/delivery/argo/sync';
import { type Manifest, valueAt } from '../../lib/manifest/manifest';
import type { Unit } from '../../lib/manifest/unit';
import { Schemas } from '../../lib/schema/schemas';
import { mock } from '../../lib/tenancy/secret-ref';
import { TEST_CATALOGUE, TEST_CLUSTER, TEST_TRAITS } from '../platform';

function unit(folder: string, component: string, project: string, namespace: string, ...kinds: string[]): Unit {
  const manifests = kinds.map((kind) => ({
    apiVersion: kind === 'ServiceMonitor' ? 'example.com/v1' : 'v1',
    kind,
    metadata: { name: component, namespace },
  }));
  return { folder, component, project, namespace, manifests };
}

const CHART = { release: 'storage', repository: 'https://charts.example.org', chart: 'disks', version: '1.2.3', values: { replicas: 2 } };

const UNITS: Unit[] = [
  unit('namespaces/kfm-api', 'namespace-kfm-api', 'platform', 'kfm-api', 'Namespace'),
  unit('stores/postgres', 'postgres', 'data', 'platform-data', 'StatefulSet'),
  unit('workloads/kfm-api', 'kfm-api', 'services', 'kfm-api', 'Deployment'),
  unit('policies/kfm-api', 'kfm-api', 'security', 'kfm-api', 'NetworkPolicy'),
  unit('observability', 'observability', 'platform', 'monitoring', 'ServiceMonitor'),
  unit('observability', 'observability', 'platform', 'monitoring', 'ConfigMap'),
  { ...unit('core/storage', 'storage', 'platform', 'storage'), chart: CHART },
  { ...unit('core/argocd', 'argocd', 'platform', 'argocd'), chart: { ...CHART, release: 'argocd', keep: true } },
];

function delivered(
  sync: Sync,
  cascade: boolean,
  highlyAvailable = false,
): { units: readonly Unit[]; find: (kind: string, name: string) => Manifest } {
  const notifications = { secret: mock('argocd', 'argocd-notifications-secret', 'slack-token'), channel: 'kfm-dev' };
  const context = { name: 'dev', catalogue: TEST_CATALOGUE, cluster: TEST_CLUSTER, traits: { ...TEST_TRAITS, highlyAvailable } };
  const units = argo({ sync, cascade, notifications }).deliver(UNITS, context);
  const manifests = units.flatMap((unit) => unit.manifests);
  return {
    units,
    find: (kind, name) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name) as Manifest,
  };
}

describe('delivery by Argo CD', () => {
  const { units, find } = delivered(Sync.automated(), true);
  const applications = units.flatMap(({ manifests }) => manifests).filter(({ kind }) => kind === 'Application');

  test('passes the units on, with one Application a folder and one a chart, a root and the keeper of the bootstrap', () => {
    expect(units.slice(0, UNITS.length)).toEqual(UNITS);
    expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual([
      'argocd',
      'bootstrap',
      'namespaces-kfm-api',
      'observability',
      'policies-kfm-api',
      'root',
      'storage',
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

  test('syncs a chart at its exact version with the values that are reviewed', () => {
    expect(find('Application', 'storage').spec).toMatchObject({
      project: 'platform',
      source: {
        repoURL: 'https://charts.example.org',
        chart: 'disks',
        targetRevision: '1.2.3',
        helm: { releaseName: 'storage', valuesObject: { replicas: 2 } },
      },
      destination: { namespace: 'storage' },
    });
  });

  test('never prunes the controller that it is, and nothing that it deletes takes the cluster along', () => {
    expect(valueAt(find('Application', 'argocd'), 'spec.syncPolicy.automated')).toMatchObject({ prune: false });
    expect(valueAt(find('Application', 'storage'), 'spec.syncPolicy.automated')).toMatchObject({ prune: true });
    for (const name of ['argocd', 'storage']) expect(find('Application', name).metadata.finalizers).toBeUndefined();
  });

  test('begins a sync whose kinds another Application defines, and no other one', () => {
    const skips = applications.filter(({ spec }) =>
      (valueAt(spec, 'syncPolicy.syncOptions') as string[]).includes('SkipDryRunOnMissingResource=true'),
    );

    expect(skips.map(({ metadata }) => metadata.name).sort()).toEqual(['argocd', 'observability', 'storage']);
  });

  test('retries long enough for a first install, at the newest commit, but not for ever', () => {
    for (const { spec } of applications) {
      expect(valueAt(spec, 'syncPolicy.retry')).toEqual({
        limit: 90,
        refresh: true,
        backoff: { duration: '5s', factor: 2, maxDuration: '20s' },
      });
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

    for (const manifest of units.slice(UNITS.length).flatMap(({ manifests }) => manifests))
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
    "annotations": {
      "notifications.argoproj.io/subscribe.on-health-degraded.slack": "kfm-dev",
      "notifications.argoproj.io/subscribe.on-sync-failed.slack": "kfm-dev",
      "notifications.argoproj.io/subscribe.on-sync-status-unknown.slack": "kfm-dev",
    },
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
        "group": "external-secrets.io",
        "kind": "ExternalSecret",
      },
      {
        "group": "gateway.networking.k8s.io",
        "kind": "HTTPRoute",
      },
      {
        "group": "networking.k8s.io",
        "kind": "Ingress",
      },
      {
        "group": "policy",
        "kind": "PodDisruptionBudget",
      },
      {
        "group": "route.openshift.io",
        "kind": "Route",
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

describe('the bootstrap', () => {
  const { units, find } = delivered(Sync.automated(), true);
  const bootstrap = units.filter(({ folder }) => folder === 'bootstrap').flatMap(({ manifests }) => manifests);
  const policies = (highlyAvailable: boolean) =>
    delivered(Sync.automated(), true, highlyAvailable)
      .units.filter(({ folder }) => folder === 'bootstrap')
      .flatMap(({ manifests }) => manifests)
      .filter(({ kind }) => kind === 'NetworkPolicy');

  test('holds what had to be there first: the namespace of Argo CD, closed, its settings, the projects and the root', () => {
    expect(bootstrap.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(
      expect.arrayContaining([
        'Namespace/argocd',
        'NetworkPolicy/default-deny',
        'ConfigMap/argocd-cm',
        'ConfigMap/argocd-rbac-cm',
        'ConfigMap/argocd-cmd-params-cm',
        'ConfigMap/argocd-notifications-cm',
        'AppProject/default',
        'AppProject/platform',
        'Application/root',
      ]),
    );
    expect(find('Namespace', 'argocd').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });

  test('closes the project that permits everything by default', () => {
    expect(find('AppProject', 'default').spec).toEqual({
      sourceRepos: [],
      sourceNamespaces: [],
      destinations: [],
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: [{ group: '*', kind: '*' }],
    });
  });

  test.each([
    ['argocd-cm', 'admin.enabled', 'false'],
    ['argocd-cm', 'users.anonymous.enabled', 'false'],
    ['argocd-cm', 'exec.enabled', 'false'],
    ['argocd-cm', 'kustomize.enable', 'false'],
    ['argocd-cm', 'application.resourceTrackingMethod', 'annotation'],
    ['argocd-cm', 'application.sync.requireOverridePrivilegeForRevisionSync', 'true'],
    ['argocd-rbac-cm', 'policy.default', ''],
    ['argocd-rbac-cm', 'policy.matchMode', 'glob'],
    ['argocd-cmd-params-cm', 'server.insecure', 'false'],
    ['argocd-cmd-params-cm', 'server.disable.auth', 'false'],
    ['argocd-cmd-params-cm', 'reposerver.disable.tls', 'false'],
    ['argocd-cmd-params-cm', 'reposerver.allow.oob.symlinks', 'false'],
    ['argocd-cmd-params-cm', 'server.sync.replace.allowed', 'false'],
  ])('hardens %s: %s is "%s"', (name, key, value) => {
    expect((find('ConfigMap', name) as unknown as { data: Record<string, string> }).data[key]).toBe(value);
  });

  test('lets teams see and sync their own projects, release what is promoted, and nobody change what Git says', () => {
    const csv = (find('ConfigMap', 'argocd-rbac-cm') as unknown as { data: Record<string, string> }).data['policy.csv'] as string;

    expect(csv).toContain('p, role:team-services, applications, sync, services/*, allow\n');
    expect(csv).not.toContain('p, role:team-services, applications, sync, platform/*');
    expect(csv).toContain('p, role:release, applications, sync, data/*, allow\n');
    expect(csv).toContain('p, role:platform, applications, sync, platform/*, allow\n');
    expect(csv).not.toMatch(/role:admin|override|exec|, (create|update|delete), |applications, \*,/);
  });

  test.each([
    [false, ['argocd-redis']],
    [true, ['argocd-redis-ha', 'argocd-redis-ha-haproxy']],
  ])('opens its namespace for its own programs only (highly available: %s)', (highlyAvailable, caches) => {
    const programs = policies(highlyAvailable).filter(({ metadata }) => metadata.name.startsWith('argocd-'));

    expect(programs.map(({ metadata }) => metadata.name).filter((name) => name.includes('redis') && !name.includes('secret'))).toEqual(
      expect.arrayContaining(caches),
    );
    for (const { spec } of programs) {
      expect(valueAt(spec, 'policyTypes')).toEqual(['Ingress', 'Egress']);
      for (const rule of [...(valueAt(spec, 'ingress') as object[]), ...(valueAt(spec, 'egress') as object[])]) {
        expect(valueAt(rule, 'ports')).not.toEqual([]);
        expect([valueAt(rule, 'from'), valueAt(rule, 'to')].flat().filter(Boolean).length).toBeGreaterThan(0);
      }
    }
  });

  test('leaves it to release what is synced where components are locked', () => {
    const notified = { secret: mock('argocd', 'argocd-notifications-secret', 'slack-token'), channel: 'kfm-prod' };
    const context = { name: 'prod', catalogue: TEST_CATALOGUE, cluster: TEST_CLUSTER, traits: { ...TEST_TRAITS, locked: true } };
    const manifests = argo({ sync: Sync.onRequest(), cascade: false, notifications: notified })
      .deliver(UNITS, context)
      .flatMap((delivery) => delivery.manifests);
    const csv = JSON.stringify(manifests.find(({ metadata }) => metadata.name === 'argocd-rbac-cm'));

    expect(csv).toContain('role:team-services, applications, get, services/*');
    expect(csv).not.toContain('role:team-services, applications, sync');
    expect(csv).toContain('role:release, applications, sync, services/*');
  });

  test.each([
    [false, 'argocd-redis'],
    [true, 'argocd-redis-ha-haproxy'],
  ])('names the cache that its network policies let it reach (highly available: %s)', (highlyAvailable, cache) => {
    const { find: findIn } = delivered(Sync.automated(), true, highlyAvailable);
    const { data } = findIn('ConfigMap', 'argocd-cmd-params-cm') as unknown as { data: Record<string, string> };
    const egress = JSON.stringify(valueAt(findIn('NetworkPolicy', 'argocd-repo-server'), 'spec.egress'));

    expect(data['redis.server']).toBe(`${cache}:6379`);
    expect(egress).toContain(`"app.kubernetes.io/name":"${cache}"`);
    expect(data['applicationsetcontroller.enable.leader.election']).toBe(String(highlyAvailable));
  });

  test('tells a channel of failed syncs and degraded Applications, with the token as a reference', () => {
    const { data } = find('ConfigMap', 'argocd-notifications-cm') as unknown as { data: Record<string, string> };

    expect(data['service.slack']).toBe('token: $slack-token\n');
    expect(find('AppProject', 'services').metadata.annotations).toEqual({
      'notifications.argoproj.io/subscribe.on-health-degraded.slack': 'kfm-dev',
      'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'kfm-dev',
      'notifications.argoproj.io/subscribe.on-sync-status-unknown.slack': 'kfm-dev',
    });
    for (const event of ['on-sync-failed', 'on-health-degraded', 'on-sync-status-unknown']) {
      expect(data[`trigger.${event}`]).toContain(`send: [${event}]`);
      expect(data[`template.${event}`]).toContain('.app.metadata.name');
    }
  });
});

describe('delivery of a working tree', () => {
  const url = 'http://git.tools.svc.cluster.local/desired-state.git';
  const server = { namespace: 'tools', labels: { 'app.kubernetes.io/name': 'git' } };
  const notifications = { secret: mock('argocd', 'argocd-notifications-secret', 'slack-token'), channel: 'kfm-local' };
  const delivery = argo({ sync: Sync.automated(), cascade: true, notifications, workingTree: { url, server, port: 8080 } });
  const context = { name: 'local', catalogue: TEST_CATALOGUE, cluster: TEST_CLUSTER, traits: TEST_TRAITS };
  const manifests = delivery.deliver(UNITS, context).flatMap((unit) => unit.manifests);

  test('reads every folder from the server in the cluster, and permits no project the repository of others', () => {
    const folders = manifests.filter((manifest) => valueAt(manifest, 'spec.source.path') !== undefined);
    const projects = manifests.filter(({ kind, metadata }) => kind === 'AppProject' && metadata.name !== 'default');

    expect(new Set(folders.map((manifest) => valueAt(manifest, 'spec.source.repoURL')))).toEqual(new Set([url]));
    expect(JSON.stringify(projects)).toContain(url);
    expect(JSON.stringify(projects)).not.toContain(TEST_CATALOGUE.repository.url);
    expect(delivery.repositoryIn(TEST_CATALOGUE)).toEqual({ ...TEST_CATALOGUE.repository, url });
  });

  test('lets the repository server reach it, and no other program of Argo CD', () => {
    const reaching = manifests.filter(({ kind, ...manifest }) => kind === 'NetworkPolicy' && JSON.stringify(manifest).includes('"tools"'));

    expect(reaching.map(({ metadata }) => metadata.name)).toEqual(['argocd-repo-server']);
    expect(valueAt(reaching[0], 'spec.egress')).toContainEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tools' } },
          podSelector: { matchLabels: server.labels },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });
});
