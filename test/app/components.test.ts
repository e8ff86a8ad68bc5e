import {
  type Cluster,
  Edge,
  Indexer,
  KfmApi,
  type KfmApiProps,
  KfmUi,
  type Manifest,
  PipelineRunner,
  Postgres,
  platformStores,
  release,
  sealed,
  Tiles,
  type Traits,
  valueAt,
} from '../../lib';
import { API_SECRET, STORE_SECRETS, sealedFile, TestPlatform } from '../platform';

const RELEASE = release('1.2.3', `sha256:${'0'.repeat(64)}`);

function platform(changes: { cluster?: Partial<Cluster>; traits?: Partial<Traits>; api?: Partial<KfmApiProps> } = {}) {
  const scope = new TestPlatform(changes);
  const stores = platformStores(scope, { secrets: STORE_SECRETS });
  const own = { release: RELEASE, replicas: 2, host: 'api.test.example.org', stores, secrets: { api: API_SECRET } };
  const api = new KfmApi(scope, { ...own, ...changes.api });
  return { scope, api };
}

function find(scope: TestPlatform, folder: string, kind: string, name?: string): Manifest {
  const found = scope
    .manifests(folder)
    .find((manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name));
  if (found === undefined) throw new Error(`no ${kind} in ${folder}: ${scope.manifests(folder).map((each) => each.kind)}`);
  return found;
}

function pod(manifest: Manifest): { containers: { env: { name: string; value?: string }[]; image: string }[] } & Record<string, unknown> {
  return (valueAt(manifest, 'spec.template.spec') ?? valueAt(manifest, 'spec.jobTemplate.spec.template.spec')) as ReturnType<typeof pod>;
}

function environmentOf(manifest: Manifest): Record<string, string | undefined> {
  return Object.fromEntries(pod(manifest).containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);
}

describe('what an environment decides about a component', () => {
  test('is its release: the image by version and digest, of its migration too', () => {
    const { scope } = platform();
    const image = `registry.example.org/kfm-api:1.2.3@sha256:${'0'.repeat(64)}`;

    expect(pod(find(scope, 'workloads/kfm-api', 'Deployment')).containers[0]?.image).toBe(image);
    expect(pod(find(scope, 'workloads/kfm-api', 'Job')).containers[0]?.image).toBe(image);
  });

  test('is its number of pods, or a range for an autoscaler, which then owns the number', () => {
    const fixed = platform({ api: { replicas: 3 } }).scope;
    const ranged = platform({ api: { replicas: { min: 2, max: 6, cpu: 60 } } }).scope;

    expect(valueAt(find(fixed, 'workloads/kfm-api', 'Deployment'), 'spec.replicas')).toBe(3);
    expect(fixed.manifests('workloads/kfm-api').map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
    expect(valueAt(find(ranged, 'workloads/kfm-api', 'Deployment'), 'spec.replicas')).toBeUndefined();
    expect(find(ranged, 'workloads/kfm-api', 'HorizontalPodAutoscaler').spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
      scaleTargetRef: { kind: 'Deployment', name: 'kfm-api' },
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 60 } } }],
    });
  });

  test.each([0, 1.5, -1, { min: 3, max: 2 }, { min: 0, max: 2 }])('is no number of pods if it is %j', (replicas) => {
    expect(() => platform({ api: { replicas } })).toThrow(/replicas are .*; expected a whole number from 1/);
  });

  test('is its settings and flags, whose order does not count', () => {
    const one = platform({ api: { configuration: { B: '1', A: '2' }, flags: { 'vector-search': true, other: false } } }).scope;
    const other = platform({ api: { flags: { other: false, 'vector-search': true }, configuration: { A: '2', B: '1' } } }).scope;

    expect(environmentOf(find(one, 'workloads/kfm-api', 'Deployment'))).toMatchObject({
      A: '2',
      B: '1',
      FLAG_VECTOR_SEARCH: 'true',
      FLAG_OTHER: 'false',
    });
    expect(one.manifests('workloads/kfm-api')).toEqual(other.manifests('workloads/kfm-api'));
  });

  test.each<[string, Partial<KfmApiProps>, string]>([
    ['a setting that it sets itself', { configuration: { POSTGRES_HOST: 'x' } }, 'the configuration sets POSTGRES_HOST'],
    ['a setting that is also a flag', { configuration: { FLAG_A: 'x' }, flags: { a: true } }, 'the configuration sets FLAG_A'],
    ['a flag that is no name', { flags: { 'Vector search': true } }, '"Vector search" is no name of a flag'],
    [
      'a pool that the cluster does not have',
      { placement: { pool: 'gpu' } },
      'the cluster has no pool "gpu"; its node pools are general, pipelines',
    ],
    [
      'an architecture that its pool does not have',
      { placement: { pool: 'general', architecture: 'arm64' } },
      'the cluster has no node of architecture arm64 in the pool general',
    ],
    ['a host outside the domain', { host: 'api.example.com' }, 'the host api.example.com is not covered'],
    ['a host two labels below the domain', { host: 'a.b.test.example.org' }, 'expected test.example.org or one label before'],
    ['a host that only ends like the domain', { host: 'evil-test.example.org' }, 'is not covered by the certificate'],
  ])('is not %s', (_, api, message) => {
    expect(() => platform({ api })).toThrow(message);
  });

  test('is where its pods run: the pool with its taint, the architecture', () => {
    const { scope } = platform({ api: { placement: { pool: 'pipelines', architecture: 'arm64' } } });

    for (const kind of ['Deployment', 'Job']) {
      expect(pod(find(scope, 'workloads/kfm-api', kind))).toMatchObject({
        nodeSelector: { 'kubernetes.io/arch': 'arm64', 'platform.kfm.example.org/pool': 'pipelines' },
        tolerations: [{ key: 'example.org/pool', value: 'pipelines', operator: 'Equal', effect: 'NoSchedule' }],
      });
    }
  });
});

describe('a host', () => {
  const pods = { namespace: 'edge', labels: { app: 'edge' } };

  test.each<[string, Edge, string, string, object]>([
    [
      'below the domain by the Gateway',
      Edge.gateway(),
      'api.test.example.org',
      'HTTPRoute',
      { parentRefs: [{ name: 'edge', namespace: 'edge', sectionName: 'hosts' }], hostnames: ['api.test.example.org'] },
    ],
    ['that is the domain by the Gateway', Edge.gateway(), 'test.example.org', 'HTTPRoute', { parentRefs: [{ sectionName: 'domain' }] }],
    [
      'by an Ingress with a certificate of its own',
      Edge.ingress('internal', 'hosts', pods),
      'api.test.example.org',
      'Ingress',
      { ingressClassName: 'internal', tls: [{ hosts: ['api.test.example.org'], secretName: 'kfm-api-host-tls' }] },
    ],
    [
      'by a Route of OpenShift, never in plain text',
      Edge.route(),
      'api.test.example.org',
      'Route',
      { host: 'api.test.example.org', tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' } },
    ],
  ])('%s leads to the server', (_, edge, host, kind, spec) => {
    const { scope } = platform({ cluster: { edge }, api: { host } });

    expect(find(scope, 'workloads/kfm-api', kind).spec).toMatchObject(spec);
    expect(valueAt(find(scope, 'policies/kfm-api', 'NetworkPolicy', 'kfm-api-from-edge'), 'spec.ingress')).toMatchObject([
      { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': edge.pods.namespace } } }], ports: [{ port: 8080 }] },
    ]);
  });

  test('that is not given exposes nothing', () => {
    const { scope, api } = platform();
    new KfmUi(scope, { release: RELEASE, replicas: 1, api });

    expect(scope.manifests('workloads/kfm-ui').map(({ kind }) => kind)).not.toContain('HTTPRoute');
    expect(scope.manifests('policies/kfm-ui').map(({ metadata }) => metadata.name)).not.toContain('kfm-ui-from-edge');
  });
});

describe('the components', () => {
  const { scope, api } = platform();
  const props = { release: RELEASE, replicas: 1, api };
  new KfmUi(scope, props);
  new Tiles(scope, props);
  new Indexer(scope, props);
  new PipelineRunner(scope, props);

  test.each(['kfm-ui', 'tiles', 'indexer', 'indexer-rebuild', 'pipeline-runner'])(
    '%s reaches the governed API and nothing else',
    (name) => {
      const folder = `policies/${name === 'indexer-rebuild' ? 'indexer' : name}`;
      const egress = scope
        .manifests(folder)
        .filter(({ spec }) => valueAt(spec, 'egress') !== undefined)
        .filter(({ spec }) => JSON.stringify(valueAt(spec, 'podSelector')).includes(`"app.kubernetes.io/instance":"${name}"`));

      expect(egress.map(({ metadata }) => metadata.name)).toEqual([`${name}-to-kfm-api`]);
    },
  );

  test('reads and writes stores through the API: no other is a caller', () => {
    const callers = scope.manifests().filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'platform-data');
    const allowed = callers.filter(({ spec }) => valueAt(spec, 'ingress') !== undefined).map(({ metadata }) => metadata.name);

    expect(allowed.sort()).toEqual(
      ['audit', 'graph', 'objects', 'postgres', 'redis', 'search']
        .flatMap((store) => [`${store}-from-kfm-api`, `${store}-from-prometheus`])
        .concat('postgres-from-kfm-api-migration')
        .sort(),
    );
  });

  test('a migration runs before the pods of the API, and after its credentials are there', () => {
    const wave = (kind: string) =>
      Number(find(scope, 'workloads/kfm-api', kind).metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
    const sealedScope = platform({
      api: { secrets: { api: sealed(sealedFile('kfm-api', 'kfm-api-credentials', ...API_SECRET.keys)) } },
    }).scope;
    const secret = find(sealedScope, 'workloads/kfm-api', 'SealedSecret').metadata.annotations?.['argocd.argoproj.io/sync-wave'];

    expect(wave('Job')).toBeLessThan(wave('Deployment'));
    expect(Number(secret)).toBeLessThan(wave('Job'));
    expect(find(scope, 'workloads/kfm-api', 'Job').metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
  });

  test('no Service and no budget takes the pods of a job for those of its server', () => {
    const selector = valueAt(find(scope, 'workloads/kfm-api', 'Service'), 'spec.selector') as Record<string, string>;
    const labels = valueAt(find(scope, 'workloads/kfm-api', 'Job'), 'spec.template.metadata.labels') as Record<string, string>;

    expect(Object.entries(selector).every(([key, value]) => labels[key] === value)).toBe(false);
  });

  test('a re-sealed secret rolls the pods that read it, and no name changes', () => {
    const withCipher = (cipher: string) => {
      const file = sealedFile('kfm-api', 'kfm-api-credentials', ...API_SECRET.keys) as { spec: { encryptedData: Record<string, string> } };
      file.spec.encryptedData['search-key'] = cipher;
      return platform({ api: { secrets: { api: sealed(file) } } }).scope;
    };
    const template = (from: TestPlatform) => valueAt(find(from, 'workloads/kfm-api', 'Deployment'), 'spec.template');
    const names = (from: TestPlatform) => from.manifests().map(({ metadata }) => metadata.name);

    expect(template(withCipher('AgOne'))).toEqual(template(withCipher('AgOne')));
    expect(template(withCipher('AgOne'))).not.toEqual(template(withCipher('AgTwo')));
    expect(names(withCipher('AgOne'))).toEqual(names(withCipher('AgTwo')));
  });

  test('that the store does not name as a caller cannot have an edge to it', () => {
    const postgres = scope.node.findAll().find((construct): construct is Postgres => construct instanceof Postgres) as Postgres;
    const ui = scope.node.findAll().find((construct): construct is KfmUi => construct instanceof KfmUi) as KfmUi;

    expect(() => postgres.admit(ui)).toThrow(
      'kfm-ui: kfm-ui may not connect to the store postgres; its declared callers are kfm-api. If it should, add it to stores.postgres.callers',
    );
  });
});
