import { cyclesIn } from '../../lib/graph/cycles';
import { dependencyGraph } from '../../lib/graph/dependency-graph';
import type { GraphEdge } from '../../lib/graph/graph';
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

  test('tell who owns what runs by its pods, whoever else has something beside them', () => {
    const role = at('policies/api', 'rbac.authorization.k8s.io/v1', 'Role', 'kfm/operator');
    const labels = { 'platform.kfm.example.org/team': 'platform' };
    const operator = { ...role, manifest: { ...role.manifest, metadata: { ...role.manifest.metadata, labels } } };

    expect(edgesOf(graphOf(part('api'), operator), 'owns')).toEqual(['team/services owns component/api']);
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
    [
      'a Gateway',
      [
        at('core/edge', 'gateway.networking.k8s.io/v1', 'Gateway', 'kfm/edge', { spec: { listeners: [] } }),
        at('workloads/api', 'gateway.networking.k8s.io/v1', 'HTTPRoute', 'kfm/api', { spec: { parentRefs: [{ name: 'egde' }] } }),
      ],
      'dangling: component/api dist/dev/workloads/api/httproute_api.yaml spec.parentRefs[0] names the Gateway egde, which namespace kfm does not have',
    ],
    [
      'what is scaled',
      [
        at('workloads/api', 'autoscaling/v2', 'HorizontalPodAutoscaler', 'kfm/api', {
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'gone' } },
        }),
      ],
      'dangling: component/api dist/dev/workloads/api/horizontalpodautoscaler_api.yaml spec.scaleTargetRef names apps/Deployment gone, which namespace kfm does not have',
    ],
    [
      'pods that a policy lets through',
      [
        ...part('api'),
        at('policies/api', 'networking.k8s.io/v1', 'NetworkPolicy', 'kfm/api', {
          spec: { podSelector: { matchLabels: { app: 'api' } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'gone' } } }] }] },
        }),
      ],
      'dangling: component/api dist/dev/policies/api/networkpolicy_api.yaml spec.ingress[0].from[0].podSelector selects no pods: none of namespace kfm has app=gone',
    ],
    [
      'pods behind a Service',
      [at('workloads/api', 'v1', 'Service', 'kfm/api', { spec: { selector: { app: 'gone' } } })],
      'dangling: component/api dist/dev/workloads/api/service_api.yaml spec.selector selects no pods: none of namespace kfm has app=gone',
    ],
    [
      'Services that a monitor asks',
      [
        ...part('api'),
        at('workloads/api', 'monitoring.coreos.com/v1', 'ServiceMonitor', 'kfm/api', {
          spec: { selector: { matchLabels: { app: 'gone' } }, endpoints: [{ port: 'metrics' }] },
        }),
      ],
      'dangling: component/api dist/dev/workloads/api/servicemonitor_api.yaml spec.selector selects no Service in kfm with app=gone',
    ],
    [
      'the Service of a StatefulSet',
      [at('stores/postgres', 'apps/v1', 'StatefulSet', 'kfm/postgres', { spec: { serviceName: 'gone' } })],
      'dangling: store/postgres dist/dev/stores/postgres/statefulset_postgres.yaml spec.serviceName names the Service gone, which namespace kfm does not have',
    ],
    [
      'an issuer',
      [
        at('workloads/api', 'cert-manager.io/v1', 'Certificate', 'kfm/api', {
          spec: { issuerRef: { kind: 'ClusterIssuer', name: 'gone' } },
        }),
      ],
      'dangling: component/api dist/dev/workloads/api/certificate_api.yaml spec.issuerRef names the ClusterIssuer gone, which nothing brings',
    ],
    [
      'an issuer of another namespace',
      [
        at('core/edge', 'cert-manager.io/v1', 'Issuer', 'edge/own'),
        at('workloads/api', 'cert-manager.io/v1', 'Certificate', 'kfm/api', { spec: { issuerRef: { name: 'own' } } }),
      ],
      'dangling: component/api dist/dev/workloads/api/certificate_api.yaml spec.issuerRef names the Issuer own, which nothing brings',
    ],
    [
      'a claim',
      part('api', { spec: { volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'gone' } }] } }),
      `${OF_API} spec.template.spec.volumes[0].persistentVolumeClaim.claimName names the claim gone, which namespace kfm does not have`,
    ],
    [
      'a ConfigMap that a chart is told of',
      [
        at('core/logging', 'argoproj.io/v1alpha1', 'Application', 'argocd/logging', {
          spec: {
            source: { chart: 'vector', helm: { valuesObject: { existingConfigMaps: ['gone'] } } },
            destination: { namespace: 'kfm' },
          },
        }),
      ],
      'dangling: add-on/logging dist/dev/core/logging/application_logging.yaml spec.source.helm.valuesObject.existingConfigMaps[0] names the ConfigMap gone, which namespace kfm does not have',
    ],
  ])('are found: %s', (_, placed, expected) => {
    expect(findingsOf(graphOf(zone('kfm'), placed))).toEqual([expected]);
  });

  test('are found: a role that a binding names, in a namespace of a team', () => {
    const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'gone' };
    const binding = at('core/rbac', 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'kfm/readers', { roleRef: role });
    const facts = { ...SMALL_FACTS, tiers: { kfm: 'api' as const } };

    expect(findingsOf(dependencyGraph(worldOf([binding], facts)))).toEqual([
      'dangling: platform/rbac dist/dev/core/rbac/rolebinding_readers.yaml roleRef.name names the Role gone, which is not in kfm',
    ]);
  });

  test('are found: a definition', () => {
    const thing = at('workloads/api', 'nowhere.example.org/v1', 'Thing', 'kfm/thing');

    expect(findingsOf(dependencyGraph(worldOf([thing], SMALL_FACTS, ['cert-manager.io'])))).toEqual([
      'dangling: component/api dist/dev/workloads/api/thing_thing.yaml kind nothing defines Thing of nowhere.example.org in this environment',
    ]);
  });

  test('are no findings: an issuer of a group of others, a claim that a StatefulSet makes', () => {
    const claims = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName: 'standard' } }] };
    const graph = graphOf(
      zone('kfm'),
      part('api', { spec: { volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'data-disks-0' } }] } }),
      at('workloads/api', 'v1', 'Service', 'kfm/disks', { spec: { clusterIP: 'None' } }),
      at('workloads/disks', 'apps/v1', 'StatefulSet', 'kfm/disks', { spec: claims }),
      at('workloads/api', 'cert-manager.io/v1', 'Certificate', 'kfm/api', {
        spec: { issuerRef: { group: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: 'private' } },
      }),
    );

    expect(findingsOf(graph).filter((finding) => /claim|issuer/i.test(finding))).toEqual([]);
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

  test('go through definitions, too', () => {
    const definition = (folder: string, group: string, kind: string) =>
      at(folder, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${kind.toLowerCase()}s.${group}`, {
        spec: { group, names: { kind } },
      });
    const graph = graphOf(
      definition('workloads/api', 'one.example.org', 'One'),
      definition('workloads/ui', 'two.example.org', 'Two'),
      at('workloads/api', 'two.example.org/v1', 'Two', 'kfm/two'),
      at('workloads/ui', 'one.example.org/v1', 'One', 'kfm/one'),
    );

    expect(findingsOf(graph)).toEqual(['cycle: component/api,component/ui depend on each other: api → ui → api']);
  });

  test('go through the Service that another part routes to', () => {
    const backend = { service: { name: 'api', port: { number: 80 } } };
    const route = at('workloads/ui', 'networking.k8s.io/v1', 'Ingress', 'kfm/ui', {
      spec: { rules: [{ host: 'ui.dev.example.org', http: { paths: [{ backend }] } }] },
    });

    expect(findingsOf(graphOf(zone('kfm'), part('api', { told: { UI: 'http://ui.kfm.svc' } }), part('ui'), route))).toEqual([
      'cycle: component/api,component/ui depend on each other: api → ui → api',
    ]);
  });

  test('are told the same whatever order the objects come in', () => {
    const placed = [calls('a', 'b'), calls('b', 'c'), calls('c', 'a', 'b')].flat();

    expect(graphOf(zone('kfm'), [...placed].reverse()).findings).toEqual(graphOf(zone('kfm'), placed).findings);
  });

  test('of thousands in a row take no recursion', () => {
    const long = 20_000;
    const edges = Array.from({ length: long }, (_, at): GraphEdge => {
      const next = at + 1 < long ? at + 1 : at - 1;
      return { kind: 'calls', from: `component/c${at}`, to: `component/c${next}`, because: [] };
    });
    const nodes = edges.map(({ from }) => from);

    expect(cyclesIn(nodes, edges).map(({ message }) => message)).toEqual(['depend on each other: c19998 → c19999 → c19998']);
  });
});
