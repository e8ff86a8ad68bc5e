import { type Cluster, type Manifest, mock, platformStores, type Size, sealed, type Traits, unknown, valueAt } from '../../lib';
import { STORE_SECRETS, sealedFile, TestPlatform } from '../platform';

const BUCKET = { name: 'test-backup', endpoint: 'https://s3.example.org', region: 'eu', ranges: ['192.0.2.0/28'] };
const SECRETS = { ...STORE_SECRETS, 'backup-bucket': mock('platform-data', 'backup-bucket', 'access-key', 'secret-key') };
const STORES = ['postgres', 'objects', 'audit', 'redis', 'search', 'graph'];
const CANONICAL = ['postgres', 'objects', 'audit'];

function platform(cluster: Partial<Cluster> = {}, traits: Partial<Traits> = {}, retention?: number) {
  const scope = new TestPlatform({ cluster, traits });
  platformStores(scope, { secrets: SECRETS, ...(retention !== undefined && { retention }) });
  return scope;
}

function find(scope: TestPlatform, kind: string, name: string): Manifest {
  const found = scope.manifests().find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

describe.each(STORES)('the store %s', (store) => {
  const scope = platform({ backup: BUCKET }, {}, 7);
  const statefulSet = find(scope, 'StatefulSet', store);

  test('keeps its claim on the storage class of the environment, whatever happens to it', () => {
    expect(valueAt(statefulSet, 'spec.volumeClaimTemplates')).toMatchObject([{ spec: { storageClassName: 'standard' } }]);
    expect(valueAt(statefulSet, 'spec.persistentVolumeClaimRetentionPolicy')).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(statefulSet.metadata.annotations).toMatchObject({ 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' });
  });

  test('has probes of its own, a budget, a spread, metrics and its classes as labels', () => {
    expect(valueAt(statefulSet, 'spec.template.spec.topologySpreadConstraints')).toHaveLength(1);
    expect(find(scope, 'PodDisruptionBudget', store).spec).toMatchObject({ maxUnavailable: 1 });
    expect(valueAt(find(scope, 'Service', store), 'spec.ports')).toEqual([
      expect.objectContaining({ name: store }),
      expect.objectContaining({ name: 'metrics' }),
    ]);
    expect(statefulSet.metadata.labels).toMatchObject({
      'platform.kfm.example.org/state': CANONICAL.includes(store) ? 'canonical' : 'rebuildable',
      'platform.kfm.example.org/data-class': 'synthetic',
    });
    const ports = (valueAt(statefulSet, 'spec.template.spec.containers') as { ports: { name: string }[] }[]).flatMap((each) => each.ports);
    expect(ports.map(({ name }) => name).sort()).toEqual(['metrics', store].sort());
  });

  test('rolls when its configuration changes', () => {
    const annotation = (each: TestPlatform) =>
      (valueAt(find(each, 'StatefulSet', store), 'spec.template.metadata.annotations') as Record<string, string>)[
        'platform.kfm.example.org/configuration'
      ];

    expect(annotation(platform({}, { encrypted: true }))).toMatch(/^[0-9a-f]{64}$/);
    if (store !== 'objects') expect(annotation(platform({}, { encrypted: true }))).not.toBe(annotation(platform()));
    expect(annotation(platform())).toBe(annotation(platform()));
  });

  test('speaks TLS where the environment is encrypted, with a certificate of the internal authority', () => {
    const encrypted = platform({}, { encrypted: true });
    const volumes = valueAt(find(encrypted, 'StatefulSet', store), 'spec.template.spec.volumes') as { name: string }[];

    expect(find(encrypted, 'Certificate', `${store}-tls`).spec).toMatchObject({
      secretName: `${store}-tls`,
      dnsNames: expect.arrayContaining([`${store}.platform-data.svc.cluster.local`]),
      issuerRef: { kind: 'ClusterIssuer', name: 'internal' },
    });
    expect(volumes.map(({ name }) => name)).toContain('tls');
    expect(JSON.stringify(valueAt(statefulSet, 'spec.template.spec.volumes'))).not.toContain('tls');
  });

  test('shows the program that translates its metrics no credentials, and no socket that trusts whoever finds it', () => {
    const [, beside] = valueAt(statefulSet, 'spec.template.spec.containers') as { volumeMounts: { name: string }[] }[];
    const seen = beside?.volumeMounts.map(({ name }) => name) ?? [];

    expect(seen).not.toContain('credentials');
    expect(seen.includes('sockets')).toBe(store === 'redis');
  });

  test('is backed up and restored by hand if it is canonical, and not if it can be built again', () => {
    const crons = scope
      .manifests()
      .filter(({ kind, metadata }) => kind === 'CronJob' && metadata.name.startsWith(`${store}-`))
      .map(({ metadata, spec }) => [metadata.name, valueAt(spec, 'suspend')]);

    expect(crons).toEqual(
      CANONICAL.includes(store)
        ? [
            [`${store}-backup`, false],
            [`${store}-restore`, true],
          ]
        : [],
    );
  });
});

/** The same secrets as sealed files, which production insists on. */
const SEALED = Object.fromEntries(
  Object.entries(SECRETS).map(([store, { namespace, name, keys }]) => [store, sealed(sealedFile(namespace, name, ...keys))]),
) as typeof SECRETS;

describe('backups', () => {
  test('claim room that goes with the run, in a class whose volumes go with their claims', () => {
    const scope = platform({ backup: BUCKET }, {}, 7);
    for (const name of CANONICAL.flatMap((store) => [`${store}-backup`, `${store}-restore`])) {
      const job = valueAt(find(scope, 'CronJob', name), 'spec.jobTemplate.spec');
      expect(valueAt(job, 'ttlSecondsAfterFinished')).toBeLessThanOrEqual(3600);
      expect(JSON.stringify(valueAt(job, 'template.spec.volumes'))).toContain('"storageClassName":"scratch"');
    }
  });

  test('go to the bucket of the cluster, one after the other, and nowhere else', () => {
    const scope = platform({ backup: BUCKET }, {}, 7);
    const outside = scope
      .manifests()
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.endsWith('-to-backup-bucket'))
      .map(({ spec }) => valueAt(spec, 'egress'));
    const schedules = CANONICAL.map((store) => valueAt(find(scope, 'CronJob', `${store}-backup`), 'spec.schedule'));

    expect(outside).toHaveLength(6);
    for (const egress of outside)
      expect(egress).toEqual([{ to: [{ ipBlock: { cidr: '192.0.2.0/28' } }], ports: [{ protocol: 'TCP', port: 443 }] }]);
    expect(new Set(schedules).size).toBe(3);
  });

  test('are kept as long as the environment says', () => {
    const script = (days: number) => JSON.stringify(find(platform({ backup: BUCKET }, {}, days), 'CronJob', 'postgres-backup'));

    expect(script(7)).toContain(`- ${7 * 86_400}`);
    expect(script(35)).toContain(`- ${35 * 86_400}`);
  });

  test('are watched', () => {
    const alerts = JSON.stringify(find(platform({ backup: BUCKET }, {}, 7), 'PrometheusRule', 'postgres').spec);

    expect(alerts).toContain('postgres-backup');
    expect(JSON.stringify(find(platform(), 'PrometheusRule', 'postgres').spec)).not.toContain('postgres-backup');
  });

  test('are left out where the cluster has no bucket, or nobody knows it yet', () => {
    for (const scope of [platform(), platform({ backup: unknown('not decided', 'platform-sre') })]) {
      expect(scope.manifests().filter(({ kind }) => kind === 'CronJob')).toEqual([]);
    }
  });

  test.each<[string, () => unknown, string]>([
    [
      'production without a bucket',
      () => platformStores(new TestPlatform({ traits: { purpose: 'production' } }), { secrets: SEALED }),
      'has no backup bucket, which production requires',
    ],
    [
      'a bucket without a retention',
      () => platform({ backup: BUCKET }),
      'has a backup bucket; give platformStores the secret backup-bucket and a retention',
    ],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

test.each<[Size, Size]>([
  ['small', 'medium'],
  ['medium', 'large'],
])('no store of size %s has more than one of size %s', (less, more) => {
  const shared = (size: Size) => {
    const configuration = find(platform({}, { size }), 'ConfigMap', 'postgres-configuration') as Manifest & {
      data: Record<string, string>;
    };
    return Number(/shared_buffers = '(\d+)MB'/.exec(configuration.data['postgresql.conf'] as string)?.[1]);
  };

  expect(shared(less)).toBeLessThan(shared(more));
});

test('a store refuses credentials that lack a key', () => {
  const scope = new TestPlatform();
  const secrets = { ...STORE_SECRETS, redis: mock('platform-data', 'redis-credentials', 'users.acl') };

  expect(() => platformStores(scope, { secrets })).toThrow(
    'the secret platform-data/redis-credentials has the keys users.acl but not metrics-password',
  );
});
