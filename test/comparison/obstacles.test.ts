import { quotaFits } from '../../lib/comparison/obstacle/quota-fit';
import { obstaclesBetween } from '../../lib/comparison/obstacles';
import { mock, sealed } from '../../lib/tenancy/secret-ref';
import { sealedFile } from '../platform';
import { deployment, laid, object, side, type World } from './worlds';

const API = { 'kfm-api': {} };
const INTERNAL = ['10.3.0.0/24'];

function route(host: string): ReturnType<typeof object> {
  return object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'kfm-api', { spec: { hostnames: [host] } });
}

function egress(port: number, peer: object): ReturnType<typeof laid> {
  const spec = {
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'kfm-api' } },
    policyTypes: ['Egress'],
    egress: [{ to: [peer], ports: [{ protocol: 'TCP', port }] }],
  };
  return laid(object('networking.k8s.io/v1', 'NetworkPolicy', 'kfm-api-to-postgres', { spec }));
}

const POSTGRES = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'platform-data' } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'postgres' } },
};

function namespace(level?: string): ReturnType<typeof object> {
  return object('v1', 'Namespace', 'kfm-api', {
    metadata: { labels: level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level } },
  });
}

function quota(hard: object): ReturnType<typeof object> {
  return object('v1', 'ResourceQuota', 'quota', { spec: { hard } });
}

function reads(name: string, key: string): object {
  return { env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name, key } } }] };
}

function requests(cpu: string): object {
  return { resources: { requests: { cpu } } };
}

function project(namespaces: string[]): ReturnType<typeof object> {
  const destinations = namespaces.map((name) => ({ namespace: name, server: 'in-cluster' }));
  return object('argoproj.io/v1alpha1', 'AppProject', 'services', { spec: { destinations } }, 'argocd');
}

const CLOSED = object('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', { spec: { podSelector: {}, policyTypes: ['Ingress'] } });

/** What works in dev, why not in stage, and as what kind of cause. */
const OBSTACLES: [string, World, World, string, string][] = [
  [
    'a component that the class does not have',
    { components: API, objects: [deployment()] },
    {},
    'component',
    'kfm-api is in dev, and the class of stage does not have it',
  ],
  [
    'a component that nobody promoted yet',
    { objects: [deployment()] },
    { behind: new Set(['kfm-api']) },
    'component',
    'kfm-api: each is in dev, and stage waits for its first promotion',
  ],
  [
    'a version that is not promoted yet',
    { objects: [deployment({ image: 'r/kfm-api:2.4.0@sha256:b' })] },
    { objects: [deployment({ image: 'r/kfm-api:2.3.1@sha256:a' })] },
    'version',
    'kfm-api: 2.4.0 in dev, 2.3.1 in stage; not promoted yet',
  ],
  [
    'a version that is kept',
    { objects: [deployment({ image: 'r/kfm-api:2.4.0@sha256:b' })] },
    { objects: [deployment({ image: 'r/kfm-api:2.3.1@sha256:a' })], behind: new Set(['kfm-api']) },
    'version',
    'kfm-api: 2.4.0 in dev, 2.3.1 in stage; stage keeps it until it is promoted',
  ],
  [
    'another image of one version',
    { objects: [deployment({ image: 'r/kfm-api:1@sha256:b' })] },
    { objects: [deployment({ image: 'r/kfm-api:1@sha256:a' })] },
    'version',
    'kfm-api: 1 in both, of another image; not promoted yet',
  ],
  [
    'a version that is newer there',
    { objects: [deployment({ image: 'r/kfm-api:2.9.0@sha256:b' })] },
    { objects: [deployment({ image: 'r/kfm-api:2.10.0@sha256:a' })] },
    'version',
    'kfm-api: 2.9.0 in dev, 2.10.0 in stage',
  ],
  [
    'manifests that are kept',
    { objects: [deployment()] },
    { objects: [deployment()], behind: new Set(['kfm-api']) },
    'version',
    'kfm-api is behind in stage: same image, older manifests than its class renders, until it is promoted',
  ],
  [
    'a flag',
    { components: { 'kfm-api': { flags: { 'new-ui': true } } } },
    { components: API },
    'flag',
    'kfm-api: flag new-ui is on in dev, not set in stage',
  ],
  [
    'a setting',
    { components: { 'kfm-api': { configuration: { LEVEL: 'debug' } } } },
    { components: { 'kfm-api': { configuration: { LEVEL: 'info' } } } },
    'flag',
    'kfm-api: LEVEL is "debug" in dev, "info" in stage',
  ],
  [
    'a Secret',
    { secrets: [mock('kfm-api', 'credentials', 'password')], objects: [deployment(reads('credentials', 'password'))] },
    { objects: [deployment(reads('credentials', 'password'))] },
    'secret',
    'Deployment kfm-api/kfm-api reads the Secret kfm-api/credentials, which stage does not provide: its pods will not start',
  ],
  [
    'a key of a Secret',
    { secrets: [sealed(sealedFile('kfm-api', 'credentials', 'user', 'token'))], objects: [deployment(reads('credentials', 'token'))] },
    { secrets: [sealed(sealedFile('kfm-api', 'credentials', 'user'))], objects: [deployment(reads('credentials', 'token'))] },
    'secret',
    'Deployment kfm-api/kfm-api reads the key token of the Secret kfm-api/credentials, which stage does not provide: its pods will not start',
  ],
  [
    'values that nobody tried',
    { secrets: [mock('kfm-api', 'credentials', 'user')] },
    { secrets: [sealed(sealedFile('kfm-api', 'credentials', 'user'))] },
    'secret',
    '1 Secret is mock in dev and real in stage, so nobody has tried its values: kfm-api/credentials',
  ],
  [
    'a connection',
    { components: API, objects: [egress(5432, POSTGRES)] },
    { components: API, objects: [egress(5433, POSTGRES)] },
    'edge',
    'kfm-api may connect to postgres in platform-data on TCP 5432 in dev; no policy of stage allows it',
  ],
  [
    'a closed namespace',
    { objects: [namespace('restricted')] },
    { objects: [namespace('restricted'), CLOSED] },
    'edge',
    'kfm-api: ingress is closed in stage but for what policies name, and open in dev',
  ],
  [
    'a full quota',
    { objects: [deployment(requests('500m'), { replicas: 3 })] },
    { objects: [quota({ 'requests.cpu': '1' })] },
    'quota',
    'kfm-api: what dev runs takes up to 200 % of requests.cpu 1 in the quota of stage; pods beyond it are refused',
  ],
  [
    'a host',
    { cluster: { domain: 'dev.example.org' }, objects: [route('api.dev.example.org')] },
    { cluster: { domain: 'stage.example.org' } },
    'host',
    'kfm-api is at api.dev.example.org in dev; stage exposes no host of kfm-api',
  ],
  [
    'a host by another name',
    { cluster: { domain: 'dev.example.org' }, objects: [route('api.dev.example.org')] },
    { cluster: { domain: 'stage.example.org' }, objects: [route('v2.stage.example.org')] },
    'host',
    'kfm-api is at api.dev.example.org in dev; in stage it is v2.stage.example.org, not api.stage.example.org',
  ],
  [
    'an edge for the organization only',
    { traits: { audience: 'public' } },
    { traits: { audience: 'internal' } },
    'host',
    `the edge of stage lets in ${INTERNAL[0]} only, that of dev everybody`,
  ],
  [
    'TLS of stores',
    { traits: { encrypted: false } },
    { traits: { encrypted: true } },
    'encryption',
    'stores of stage speak TLS only, PostgreSQL and Redis to clients with a certificate: http:// and plain ports are refused',
  ],
  [
    'stricter Pod Security',
    { objects: [namespace('baseline')] },
    { objects: [namespace('restricted')] },
    'admission',
    'kfm-api: Pod Security enforces restricted in stage, baseline in dev',
  ],
  [
    'an admission policy',
    {},
    { objects: [object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'no-latest')] },
    'admission',
    'ValidatingAdmissionPolicy no-latest is only in stage',
  ],
  [
    'a lower quota',
    { objects: [namespace('baseline'), quota({ pods: '9' })] },
    { objects: [namespace('baseline'), quota({ pods: '5', services: '1' })] },
    'limit',
    'kfm-api: the quota is lower in stage than in dev: pods 5 (9), services 1 (any)',
  ],
  [
    'a lower limit of containers',
    { objects: [namespace('baseline')] },
    {
      objects: [
        namespace('baseline'),
        object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', max: { memory: '1Gi' } }] } }),
      ],
    },
    'limit',
    'kfm-api: one Container may have memory 1Gi at most in stage, any in dev',
  ],
  [
    'a narrower ceiling',
    { objects: [project(['kfm-api', 'kfm-web'])] },
    { objects: [project(['kfm-api'])] },
    'ceiling',
    'AppProject services of stage refuses what that of dev permits: kfm-web/in-cluster',
  ],
  [
    'delivery on request',
    { cadence: 'at once' },
    { cadence: 'on request' },
    'delivery',
    'stage applies on request: what was merged runs only once somebody synced it',
  ],
  [
    'another authority',
    { cluster: { certificates: 'self-signed' } },
    { cluster: { certificates: { acme: 'https://acme-staging-v02.example.org', email: 'a@example.org', nameserver: 'ns', keyName: 'k' } } },
    'certificate',
    'certificates of hosts are signed by https://acme-staging-v02.example.org in stage, by the cluster itself in dev: clients do not trust them unless they are told to',
  ],
];

describe('works in dev, not in stage', () => {
  test.each(OBSTACLES)('%s', (_, a, b, kind, summary) => {
    expect(obstaclesBetween(side('dev', a), side('stage', b)).map((obstacle) => [obstacle.kind, obstacle.summary])).toEqual([
      [kind, summary],
    ]);
  });

  test.each(OBSTACLES)('%s, and not where both have the same', (_, a) => {
    expect(obstaclesBetween(side('dev', a), side('stage', a))).toEqual([]);
  });

  test.each<[string, World, World]>([
    ['the other way round, strictness does no harm', { objects: [namespace('restricted')] }, { objects: [namespace('baseline')] }],
    [
      'one policy may allow what several did',
      { components: API, objects: [egress(5432, POSTGRES)] },
      {
        components: API,
        objects: [
          laid(
            object('networking.k8s.io/v1', 'NetworkPolicy', 'all', { spec: { podSelector: {}, policyTypes: ['Ingress'], egress: [{}] } }),
          ),
        ],
      },
    ],
    [
      'a fact has another address in another cluster',
      { components: API, objects: [egress(443, { ipBlock: { cidr: '10.0.1.0/28' } })] },
      {
        components: API,
        cluster: { ranges: { apiServer: ['10.7.0.0/28'], nodes: [], pods: [], services: [], internal: INTERNAL } },
        objects: [egress(443, { ipBlock: { cidr: '10.7.0.0/28' } })],
      },
    ],
    [
      'the same image without the Secret does not miss it',
      { secrets: [mock('kfm-api', 'tls', 'ca.crt')], objects: [deployment(reads('tls', 'ca.crt'))] },
      { objects: [deployment()] },
    ],
    [
      'a Secret may come as a certificate',
      { secrets: [mock('kfm-api', 'tls', 'ca.crt')], objects: [deployment(reads('tls', 'ca.crt'))] },
      {
        objects: [deployment(reads('tls', 'ca.crt')), object('cert-manager.io/v1', 'Certificate', 'tls', { spec: { secretName: 'tls' } })],
      },
    ],
  ])('%s', (_, a, b) => {
    expect(obstaclesBetween(side('dev', a), side('stage', b))).toEqual([]);
  });

  test('is told by the likeliest cause first', () => {
    const mixed = ['TLS of stores', 'stricter Pod Security', 'delivery on request', 'a version that is not promoted yet'].map((name) =>
      OBSTACLES.find(([one]) => one === name),
    );
    const [from, to] = [1, 2].map((column): World => {
      const worlds = mixed.map((row) => row?.[column] as World);
      return { ...worlds[0], ...worlds[2], objects: worlds.flatMap(({ objects = [] }) => objects) };
    }) as [World, World];

    const kinds = obstaclesBetween(side('dev', from), side('stage', to)).map(({ kind }) => kind);
    expect(kinds).toEqual(['version', 'encryption', 'admission', 'delivery']);
  });
});

describe('the fit into quotas', () => {
  const hard = { 'requests.cpu': '4', pods: '8', 'requests.storage': '100Gi' };
  const fitOf = (...objects: World['objects'] & object): Record<string, number> =>
    Object.fromEntries(
      quotaFits(side('dev', { objects }), side('stage', { objects: [quota(hard)] })).map(({ resource, ofFirst }) => [resource, ofFirst]),
    );
  const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'kfm-api', {
    spec: { maxReplicas: 6, scaleTargetRef: { kind: 'Deployment', name: 'kfm-api' } },
  });
  const claim = { spec: { resources: { requests: { storage: '10Gi' } } } };
  const pod = { spec: { containers: [{ name: 'x', ...requests('1') }] } };

  test.each<[string, World['objects'] & object, object]>([
    [
      'counts a rollout',
      [deployment(requests('1'), { replicas: 2, strategy: { rollingUpdate: { maxSurge: 1 } } })],
      { 'requests.cpu': 0.75, pods: 0.375 },
    ],
    [
      'counts a quarter more where nobody says how a rollout goes',
      [deployment(requests('1'), { replicas: 2 })],
      { 'requests.cpu': 0.75, pods: 0.375 },
    ],
    [
      'counts nothing more where all pods go first',
      [deployment(requests('1'), { replicas: 2, strategy: { type: 'Recreate' } })],
      { 'requests.cpu': 0.5, pods: 0.25 },
    ],
    [
      'counts an autoscaler at its most',
      [deployment(requests('1'), { strategy: { rollingUpdate: { maxSurge: 0 } } }), autoscaler],
      { 'requests.cpu': 1.5, pods: 0.75 },
    ],
    [
      'counts claims of every replica',
      [object('apps/v1', 'StatefulSet', 'db', { spec: { replicas: 2, volumeClaimTemplates: [claim], template: pod } })],
      { 'requests.storage': 0.2, pods: 0.25 },
    ],
    [
      'counts jobs that run by the clock',
      [object('batch/v1', 'CronJob', 'nightly', { spec: { jobTemplate: { spec: { template: pod } } } })],
      { pods: 0.125 },
    ],
    [
      'leaves suspended ones out',
      [object('batch/v1', 'CronJob', 'restore', { spec: { suspend: true, jobTemplate: { spec: { template: pod } } } })],
      { pods: 0, 'requests.cpu': 0 },
    ],
    [
      'takes the greatest init container where it is greater',
      [
        object('batch/v1', 'Job', 'once', {
          spec: { template: { spec: { ...pod.spec, initContainers: [{ name: 'i', ...requests('3') }] } } },
        }),
      ],
      { 'requests.cpu': 0.75 },
    ],
    ['leaves other namespaces out', [object('batch/v1', 'Job', 'once', { spec: { template: pod } }, 'kfm-web')], { pods: 0 }],
  ])('%s', (_, objects, expected) => {
    expect(fitOf(...(objects as []))).toMatchObject(expected);
  });

  test('gives containers without requests what the limits of the second environment give them', () => {
    const limits = object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '2' } }] } });
    const [fit] = quotaFits(
      side('dev', { objects: [deployment({}, { replicas: 1, strategy: { type: 'Recreate' } })] }),
      side('stage', { objects: [quota({ cpu: '4' }), limits] }),
    );

    expect(fit).toEqual({ namespace: 'kfm-api', resource: 'cpu', hard: '4', ofFirst: 0.5, ofSecond: 0 });
  });
});
