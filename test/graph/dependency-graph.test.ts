import { dependencyGraph } from '../../lib/graph/dependency-graph';
import { at, edgesOf, findingsOf, graphOf, type Placed, part, SMALL_FACTS, store, worldOf, zone } from './small-graph';

const API = 'http://api.kfm.svc.cluster.local';

const secret = (folder: string, place: string, ...keys: string[]) =>
  at(folder, 'bitnami.com/v1alpha1', 'SealedSecret', place, { spec: { encryptedData: Object.fromEntries(keys.map((key) => [key, 'x'])) } });

describe('edges', () => {
  test('of a call and of a store come from what programs are told, with the credentials beside it', () => {
    const graph = graphOf(
      part('ui', { told: { API_URL: API } }),
      part('api', { told: { POSTGRES_HOST: 'postgres.data.svc' }, shown: { POSTGRES_LOGIN: 'keys/postgres', OTHER_LOGIN: 'keys/other' } }),
      secret('workloads/api', 'kfm/keys', 'postgres', 'other'),
      store('postgres'),
    );

    expect(edgesOf(graph, 'calls', 'uses')).toEqual(['component/api uses store/postgres', 'component/ui calls component/api']);
    expect(graph.edges.find(({ kind }) => kind === 'uses')).toMatchObject({
      because: ['variable POSTGRES_HOST of Deployment kfm/api'],
      credentials: ['keys/postgres'],
    });
    expect(findingsOf(graph)).toEqual([]);
  });

  test('of a call also come from policies that name pods, and not from those that name everybody', () => {
    const policy = (name: string, to: unknown[]) =>
      at('policies/ui', 'networking.k8s.io/v1', 'NetworkPolicy', `kfm/${name}`, {
        spec: { podSelector: { matchLabels: { app: 'ui' } }, egress: [{ to }] },
      });
    const named = policy('named', [{ podSelector: { matchLabels: { app: 'api' } } }]);
    const open = policy('open', [{ podSelector: {} }, { ipBlock: { cidr: '0.0.0.0/0' } }]);

    expect(edgesOf(graphOf(part('ui'), part('api'), open), 'calls')).toEqual([]);
    const { edges } = graphOf(part('ui'), part('api'), named, open);
    expect(edges.filter(({ kind }) => kind === 'calls')).toEqual([
      { kind: 'calls', from: 'component/ui', to: 'component/api', because: ['NetworkPolicy kfm/named'] },
    ]);
  });

  test.each([
    ['a name without dots, of the own namespace', 'http://api:8080/v1', ['component/ui calls component/api']],
    ['a name with its namespace', 'redis://user:x@api.kfm:6379', ['component/ui calls component/api']],
    ['a pod of a StatefulSet', 'tcp://api-0.api.kfm.svc:1', ['component/ui calls component/api']],
    ['a host that the component exposes', 'https://api.dev.example.org/v1', ['component/ui calls component/api']],
    ['a host outside', 'https://pay.example.com', ['component/ui calls provider/pay.example.com']],
    ['a host of the organization', 'https://s3.backup.dev.example.org', ['component/ui calls provider/s3.backup.dev.example.org']],
    ['an address, and itself', 'http://127.0.0.1 http://localhost http://ui', []],
  ])('lead by %s', (_, url, expected) => {
    const route = at('workloads/api', 'networking.k8s.io/v1', 'Ingress', 'kfm/api', { spec: { rules: [{ host: 'api.dev.example.org' }] } });
    const graph = graphOf(zone('kfm'), part('ui', { told: { URL: url } }), part('api'), route);

    expect(edgesOf(graph, 'calls')).toEqual(expected);
    expect(findingsOf(graph)).toEqual([]);
  });

  test('tell who owns, where it runs, what it exposes, whose Secrets it reads and what has to be installed', () => {
    const graph = graphOf(
      zone('kfm'),
      part('api', { shown: { KEY: 'shared/key' } }),
      secret('secrets/shared', 'kfm/shared', 'key'),
      at('workloads/api', 'networking.k8s.io/v1', 'Ingress', 'kfm/api', { spec: { rules: [{ host: 'api.dev.example.org' }] } }),
      at('workloads/api', 'v1', 'PersistentVolumeClaim', 'kfm/scratch', { spec: { storageClassName: 'fast' } }),
      at('core/storage', 'storage.k8s.io/v1', 'StorageClass', 'fast'),
      at('core/sealing', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'sealedsecrets.bitnami.com', {
        spec: { group: 'bitnami.com', names: { kind: 'SealedSecret' } },
      }),
    );

    expect(edgesOf(graph, 'owns', 'runs-in', 'exposes', 'reads', 'depends-on')).toEqual([
      'team/services owns component/api',
      'team/services owns namespace/kfm',
      'team/services owns platform/sealing',
      'team/services owns platform/shared',
      'team/services owns platform/storage',
      'component/api runs-in namespace/kfm',
      'component/api exposes host/api.dev.example.org',
      'component/api reads platform/shared',
      'component/api depends-on platform/storage',
      'platform/shared depends-on platform/sealing',
    ]);
    expect(findingsOf(graph)).toEqual([]);
  });

  test('tell what charts define, and where they come from', () => {
    const chart = at('core/monitoring', 'argoproj.io/v1alpha1', 'Application', 'argocd/monitoring', {
      spec: { source: { chart: 'prometheus', repoURL: 'https://charts.example.com' }, destination: { namespace: 'watch' } },
    });
    const monitor = at('workloads/api', 'monitoring.coreos.com/v1', 'PodMonitor', 'kfm/api', { spec: {} });
    const world = worldOf([...part('api'), chart, monitor]);

    const graph = dependencyGraph(world, new Map([['monitoring.coreos.com', 'monitoring']]));

    expect(edgesOf(graph, 'runs-in', 'calls', 'depends-on')).toEqual([
      'add-on/monitoring runs-in namespace/watch',
      'component/api runs-in namespace/kfm',
      'add-on/monitoring calls provider/charts.example.com',
      'component/api depends-on add-on/monitoring',
    ]);
  });

  test('of waves inside a part are the steps of its node', () => {
    const wave = { annotations: { 'argocd.argoproj.io/sync-wave': '-1' }, name: 'keys', namespace: 'kfm' };
    const first = secret('workloads/api', 'kfm/keys');
    const graph = graphOf(part('api'), { ...first, manifest: { ...first.manifest, metadata: wave } });

    expect(graph.nodes.find(({ id }) => id === 'component/api')?.steps).toEqual([
      { folder: 'workloads/api', step: 'wave -1', objects: ['SealedSecret kfm/keys'] },
      { folder: 'workloads/api', step: 'wave 0', objects: ['Deployment kfm/api', 'Service kfm/api', 'ServiceAccount kfm/default'] },
    ]);
  });
});

describe('names of what is not there', () => {
  const OF_API = 'dangling: component/api dist/dev/workloads/api/deployment_api.yaml';
  const container = (rest: Record<string, unknown>) => ({ spec: { containers: [{ name: 'api', ...rest }] } });

  test.each([
    [
      'a Service',
      part('api', { told: { SEARCH_URL: 'http://serch.kfm.svc' } }),
      `${OF_API} spec.template.spec.containers[0].env[0].value names the Service serch, which namespace kfm does not have`,
    ],
    [
      'a host of the environment',
      part('api', { told: { UI: 'https://gone.dev.example.org' } }),
      `${OF_API} spec.template.spec.containers[0].env[0].value names the host gone.dev.example.org, which nothing in the environment exposes`,
    ],
    [
      'a Secret',
      part('api', { shown: { KEY: 'keys/key' } }),
      `${OF_API} spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.name names the Secret kfm/keys, which nothing brings`,
    ],
    [
      'a ConfigMap',
      part('api', container({ envFrom: [{ configMapRef: { name: 'settings' } }] })),
      `${OF_API} spec.template.spec.containers[0].envFrom[0].configMapRef names the ConfigMap settings, which namespace kfm does not have`,
    ],
    [
      'a ServiceAccount',
      part('api', { spec: { serviceAccountName: 'robot' } }),
      `${OF_API} spec.template.spec.serviceAccountName is "robot", but kfm has no such ServiceAccount`,
    ],
    [
      'a PriorityClass',
      part('api', { spec: { priorityClassName: 'urgent' } }),
      `${OF_API} spec.template.spec.priorityClassName is "urgent", which no PriorityClass here is called`,
    ],
    [
      'a StorageClass',
      [at('workloads/api', 'v1', 'PersistentVolumeClaim', 'kfm/disk', { spec: { storageClassName: 'gone' } })],
      'dangling: component/api dist/dev/workloads/api/persistentvolumeclaim_disk.yaml spec.storageClassName is gone, which the cluster does not have; it has standard',
    ],
    [
      'the Service behind a host',
      [
        at('workloads/api', 'networking.k8s.io/v1', 'Ingress', 'kfm/api', {
          spec: {
            rules: [{ host: 'a.dev.example.org', http: { paths: [{ backend: { service: { name: 'gone', port: { number: 80 } } } }] } }],
          },
        }),
      ],
      'dangling: component/api dist/dev/workloads/api/ingress_api.yaml spec.rules[0].http.paths[0].backend.service names the Service gone, which namespace kfm does not have',
    ],
  ])('are found: %s', (_, placed, expected) => {
    expect(findingsOf(graphOf(zone('kfm'), placed))).toEqual([expected]);
  });

  test('are found: an owner that is no team, once', () => {
    const [deployment, ...others] = part('api') as [Placed, ...Placed[]];
    const labels = { 'platform.kfm.example.org/team': 'servces' };
    const strayed = { ...deployment, manifest: { ...deployment.manifest, metadata: { ...deployment.manifest.metadata, labels } } };
    const graph = graphOf(strayed, others);

    expect(findingsOf(graph)).toEqual([
      'dangling: component/api dist/dev/workloads/api/deployment_api.yaml metadata.labels["platform.kfm.example.org/team"] is owned by servces, which is no team of the catalogue; did you mean services?',
    ]);
    expect(edgesOf(graph, 'owns')).toEqual(['team/services owns component/api']);
  });

  test('are found: a store that the catalogue lets a component call, and that nobody has', () => {
    const stores = { graph: { namespace: 'data', state: 'rebuildable', callers: ['api', 'ui'] } };

    expect(findingsOf(dependencyGraph(worldOf(part('api'), { ...SMALL_FACTS, stores })))).toEqual([
      'dangling: component/api is a caller of the store graph by the catalogue, and the environment has no such store',
    ]);
  });

  test('are no findings where others fill the namespace, and of lists of hosts that are not called', () => {
    const chart = at('core/redis', 'argoproj.io/v1alpha1', 'Application', 'argocd/redis', {
      spec: { source: { chart: 'redis', repoURL: 'https://charts.example.com' }, destination: { namespace: 'kfm' } },
    });
    const told = { REDIS_HOST: 'redis.kfm.svc', NO_PROXY: 'gone.kfm.svc,.cluster.local' };

    expect(findingsOf(graphOf(zone('kfm'), part('api', { told }), chart))).toEqual([]);
  });
});

describe('circles', () => {
  const calls = (name: string, ...others: string[]) =>
    part(name, { told: Object.fromEntries(others.map((other, at) => [`URL_${at}`, `http://${other}.kfm.svc`])) });

  test.each([
    ['of two', [calls('ui', 'api'), calls('api', 'ui')], ['api → ui → api']],
    ['of three', [calls('ui', 'api'), calls('api', 'tiles'), calls('tiles', 'ui')], ['api → tiles → ui → api']],
    ['two apart', [calls('a', 'b'), calls('b', 'a'), calls('c', 'd'), calls('d', 'c'), calls('e', 'a')], ['a → b → a', 'c → d → c']],
    [
      'one within a larger one, told once',
      [calls('a', 'b'), calls('b', 'c', 'a'), calls('c', 'a')],
      ['a → b → a; 1 more depend on each other with them'],
    ],
    ['none: two ways to one end', [calls('a', 'b', 'c'), calls('b', 'd'), calls('c', 'd'), calls('d')], []],
    ['none: itself', [calls('a', 'a')], []],
  ])('are found: %s', (_, placed, expected) => {
    expect(findingsOf(graphOf(zone('kfm'), ...placed))).toEqual(
      expected.map((path) => expect.stringMatching(new RegExp(`^cycle: \\S+ depend on each other: ${path}$`))),
    );
  });

  test('go through stores and what is read, too', () => {
    const graph = graphOf(
      zone('kfm'),
      zone('data'),
      part('api', { told: { POSTGRES_HOST: 'postgres.data.svc' } }),
      store('postgres', { told: { HOOK: 'http://ui.kfm.svc' } }),
      part('ui', { shown: { KEY: 'made/key' } }),
      secret('workloads/api', 'kfm/made', 'key'),
    );

    expect(findingsOf(graph)).toEqual(['cycle: component/api,store/postgres,component/ui depend on each other: api → postgres → ui → api']);
  });

  test('are told the same whatever order the objects come in', () => {
    const placed = [calls('a', 'b'), calls('b', 'c'), calls('c', 'a', 'b')].flat();

    expect(graphOf(zone('kfm'), [...placed].reverse()).findings).toEqual(graphOf(zone('kfm'), placed).findings);
  });

  test('of thousands in a row take no recursion', () => {
    const chain = Array.from({ length: 3000 }, (_, at) => calls(`c${at}`, `c${(at + 1) % 3000}`));
    const [finding] = graphOf(zone('kfm'), ...chain).findings;

    expect(finding?.nodes).toHaveLength(3000);
  });
});
