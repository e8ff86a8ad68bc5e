import { compare } from '../../lib/comparison/comparison';
import type { LaidOut } from '../../lib/manifest/layout';
import { release } from '../../lib/release/release';
import { mock, sealed } from '../../lib/tenancy/secret-ref';
import { standInFor } from '../../lib/workload/stand-in';
import { sealedFile } from '../platform';
import { configuration, deployment, laid, object, side, type World } from './worlds';

const [OLD, NEW] = [release('2.3.1', `sha256:${'a'.repeat(64)}`), release('2.4.0', `sha256:${'b'.repeat(64)}`)];

function image({ version, digest }: { readonly version: string; readonly digest: string }): object {
  return { image: `registry.example.org/kfm-api:${version}@${digest}` };
}

function variables(...values: [string, string][]): object {
  return { env: values.map(([name, value]) => ({ name, value })) };
}

function application(rest: object, name = 'workloads-kfm-api'): ReturnType<typeof object> {
  return object('argoproj.io/v1alpha1', 'Application', name, rest, 'argocd');
}

function cipher(value: string): object {
  const file = sealedFile('kfm-api', 'credentials', 'password') as { spec: { encryptedData: Record<string, string> } };
  file.spec.encryptedData.password = value;
  return file;
}

const CIPHERS = ['AgDev', 'AgStage'].map((value) => sealed(cipher(value)));
const SEALED = CIPHERS.map((secret) => ('manifest' in secret ? secret.manifest : undefined)) as [
  ReturnType<typeof object>,
  ReturnType<typeof object>,
];

const RELEASED = `registry.example.org/kfm-api:2.3.1@sha256:${'a'.repeat(64)}`;

/** The edge's Application with values of its chart. */
function edge(valuesObject: object): ReturnType<typeof object> {
  return application({ spec: { source: { helm: { valuesObject } } } }, 'edge');
}

const TOOLS = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tools' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'git' } },
    },
  ],
  ports: [{ protocol: 'TCP', port: 8080 }],
};

/** The policy of Argo CD's repository server. */
function reaching(...egress: object[]): ReturnType<typeof object> {
  return object('networking.k8s.io/v1', 'NetworkPolicy', 'argocd-repo-server', { spec: { egress } }, 'argocd');
}

/** A binding of a rule that admission enforces. */
function binding(...validationActions: string[]): LaidOut {
  const own = object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'images.digest', {
    spec: { policyName: 'images.digest', validationActions },
  });
  return laid(own, 'admission', 'policies/admission');
}

const API = { 'kfm-api': {} };

/** What differs, and the one reason that there is for it. */
const DECLARED: [string, World, World, string][] = [
  [
    'a release',
    { components: { 'kfm-api': { release: OLD } }, objects: [deployment(image(OLD))] },
    { components: { 'kfm-api': { release: NEW } }, objects: [deployment(image(NEW))] },
    'envs/stage/index.ts: kfm-api release 2.3.1 → 2.4.0',
  ],
  [
    'a number of replicas',
    { components: { 'kfm-api': { replicas: 1 } }, objects: [deployment({}, { replicas: 1 })] },
    { components: { 'kfm-api': { replicas: 2 } }, objects: [deployment({}, { replicas: 2 })] },
    'envs/stage/index.ts: kfm-api replicas 1 → 2',
  ],
  [
    'a range of replicas',
    { components: { 'kfm-api': { replicas: 1 } }, objects: [deployment({}, { replicas: 1 })] },
    {
      components: { 'kfm-api': { replicas: { min: 2, max: 4 } } },
      objects: [deployment(), object('autoscaling/v2', 'HorizontalPodAutoscaler', 'kfm-api')],
    },
    'envs/stage/index.ts: kfm-api replicas 1 → 2 to 4',
  ],
  [
    'resources',
    {
      components: { 'kfm-api': { resources: { cpu: '1', cpuLimit: '2', memory: '1Gi' } } },
      objects: [deployment({ resources: { requests: { cpu: '1' } } })],
    },
    {
      components: { 'kfm-api': { resources: { cpu: '2', cpuLimit: '2', memory: '1Gi' } } },
      objects: [deployment({ resources: { requests: { cpu: '2' } } })],
    },
    'envs/stage/index.ts: kfm-api resources cpu 1, cpuLimit 2, memory 1Gi → cpu 2, cpuLimit 2, memory 1Gi',
  ],
  [
    'resources beside the default of the component',
    { components: API, objects: [deployment({ resources: { limits: { memory: '256Mi' } } })] },
    {
      components: { 'kfm-api': { resources: { cpu: '2', cpuLimit: '2', memory: '1Gi' } } },
      objects: [deployment({ resources: { limits: { memory: '1Gi' } } })],
    },
    'envs/stage/index.ts: kfm-api resources none → cpu 2, cpuLimit 2, memory 1Gi',
  ],
  [
    'a flag',
    { components: { 'kfm-api': { flags: { 'new-ui': true } } }, objects: [deployment(variables(['FLAG_NEW_UI', 'true']))] },
    { components: { 'kfm-api': { flags: { 'new-ui': false } } }, objects: [deployment(variables(['FLAG_NEW_UI', 'false']))] },
    'envs/stage/index.ts: kfm-api flags.new-ui true → false',
  ],
  [
    'a setting',
    { components: API, objects: [deployment(variables())] },
    { components: { 'kfm-api': { configuration: { LEVEL: 'debug' } } }, objects: [deployment(variables(['LEVEL', 'debug']))] },
    'envs/stage/index.ts: kfm-api configuration.LEVEL none → debug',
  ],
  [
    'a host',
    { components: { 'kfm-api': { host: 'a.example.org' } }, objects: [configuration({ host: 'a.example.org' })] },
    { components: { 'kfm-api': { host: 'b.example.com' } }, objects: [configuration({ host: 'b.example.com' })] },
    'envs/stage/index.ts: kfm-api host a.example.org → b.example.com',
  ],
  [
    'days that backups are kept',
    { components: { 'kfm-api': { retention: 7 } }, objects: [configuration({ age: '604800' })] },
    { components: { 'kfm-api': { retention: 35 } }, objects: [configuration({ age: '3024000' })] },
    'envs/stage/index.ts: kfm-api retention 7 → 35',
  ],
  [
    'a placement',
    { components: API, objects: [object('apps/v1', 'Deployment', 'kfm-api', { spec: { template: { spec: {} } } })] },
    {
      components: { 'kfm-api': { placement: { architecture: 'arm64' } } },
      objects: [
        object('apps/v1', 'Deployment', 'kfm-api', { spec: { template: { spec: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } } } } }),
      ],
    },
    'envs/stage/index.ts: kfm-api placement none → architecture arm64',
  ],
  [
    'a component',
    { components: API, objects: [configuration({})] },
    {},
    'envs/dev/index.ts: kfm-api, which envs/stage/index.ts does not have',
  ],
  [
    'the class of data',
    {
      traits: { data: 'synthetic' },
      objects: [object('v1', 'Service', 'kfm-api', { metadata: { labels: { 'platform.kfm.example.org/data-class': 'synthetic' } } })],
    },
    {
      traits: { data: 'sensitive' },
      objects: [object('v1', 'Service', 'kfm-api', { metadata: { labels: { 'platform.kfm.example.org/data-class': 'sensitive' } } })],
    },
    'trait data: synthetic → sensitive',
  ],
  [
    'the size of a store',
    { traits: { size: 'small' }, objects: [laid(configuration({ conf: "a\nshared_buffers = '128MB'\n" }), 'postgres')] },
    { traits: { size: 'medium' }, objects: [laid(configuration({ conf: "a\nshared_buffers = '512MB'\n" }), 'postgres')] },
    'trait size: small → medium',
  ],
  [
    'a quota',
    {
      quotas: { 'kfm-api': { pods: '5' } },
      objects: [object('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '5' } } })],
    },
    {
      quotas: { 'kfm-api': { pods: '9' } },
      objects: [object('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '9' } } })],
    },
    'envs/stage/index.ts: quotas',
  ],
  [
    'TLS of stores',
    { traits: { encrypted: false }, objects: [deployment(variables(['SEARCH_URL', 'http://search:7700']))] },
    { traits: { encrypted: true }, objects: [deployment(variables(['SEARCH_URL', 'https://search:7700']))] },
    'trait encrypted: no → yes',
  ],
  [
    'replicas of add-ons',
    {
      traits: { highlyAvailable: false },
      objects: [application({ spec: { source: { helm: { valuesObject: { replicas: 1 } } } } }, 'edge')],
    },
    {
      traits: { highlyAvailable: true },
      objects: [application({ spec: { source: { helm: { valuesObject: { replicas: 3 } } } } }, 'edge')],
    },
    'trait highlyAvailable: no → yes',
  ],
  [
    'when changes are applied',
    {
      cadence: 'at once',
      objects: [application({ spec: { syncPolicy: { automated: { prune: true, selfHeal: true, allowEmpty: false } } } })],
    },
    { cadence: 'on request', objects: [application({ spec: { syncPolicy: {} } })] },
    'delivery applies: at once → on request',
  ],
  [
    'where the cluster reads what is committed',
    {
      repository: 'http://git.tools.svc.cluster.local/platform.git',
      objects: [application({ spec: { source: { repoURL: 'http://git.tools.svc.cluster.local/platform.git' } } })],
    },
    {
      repository: 'https://git.example.org/platform.git',
      objects: [application({ spec: { source: { repoURL: 'https://git.example.org/platform.git' } } })],
    },
    'delivery reads',
  ],
  [
    'the way from Argo CD to a server in the cluster',
    { repository: 'http://git.tools.svc.cluster.local/platform.git', objects: [reaching(TOOLS)] },
    { repository: 'https://git.example.org/platform.git', objects: [reaching()] },
    'delivery reads from the cluster: yes → no',
  ],
  [
    'stand-ins for what is released',
    { traits: { programs: 'stand-ins' }, objects: [deployment(standInFor(RELEASED))] },
    { objects: [deployment({ image: RELEASED })] },
    'trait programs: stand-ins → released',
  ],
  [
    'what happens to who breaks a rule',
    { traits: { purpose: 'development' }, objects: [binding('Warn', 'Audit')] },
    { traits: { purpose: 'rehearsal' }, objects: [binding('Deny')] },
    'trait purpose: development → rehearsal',
  ],
  [
    'what load is put on a component with',
    { traits: { purpose: 'production' } },
    {
      traits: { purpose: 'rehearsal' },
      objects: [
        object('batch/v1', 'CronJob', 'kfm-api-rehearsal'),
        configuration({}, 'kfm-api-rehearsal'),
        object('v1', 'ServiceAccount', 'kfm-api-rehearsal'),
        object('networking.k8s.io/v1', 'NetworkPolicy', 'kfm-api-rehearsal-to-kfm-api'),
        object('networking.k8s.io/v1', 'NetworkPolicy', 'kfm-api-from-kfm-api-rehearsal'),
        object('rbac.authorization.k8s.io/v1', 'Role', 'rehearsal-operator'),
        object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rehearsal-operator'),
      ],
    },
    'trait purpose: production → rehearsal',
  ],
  [
    'the edge by node ports',
    {
      cluster: { edgePorts: { http: 30_080, https: 30_443 } },
      objects: [edge({ ports: { web: { nodePort: 30_080 }, websecure: { nodePort: 30_443 } }, service: { spec: { type: 'NodePort' } } })],
    },
    { objects: [edge({ service: { spec: { type: 'LoadBalancer' } } })] },
    'cluster fact edgePorts: yes → no',
  ],
  [
    'the domain of the cluster',
    { cluster: { domain: 'dev.example.org' }, objects: [configuration({ url: 'https://x.dev.example.org' })] },
    { cluster: { domain: 'example.net' }, objects: [configuration({ url: 'https://x.example.net' })] },
    'cluster fact domain',
  ],
  [
    'the name of the environment',
    { objects: [configuration({ path: 'dist/dev/apps' })] },
    { objects: [configuration({ path: 'dist/stage/apps' })] },
    'name of the environment',
  ],
  [
    'the version of Kubernetes',
    { cluster: { kubernetes: '1.33' }, objects: [configuration({ v: 'v1.33' })] },
    { cluster: { kubernetes: '1.34' }, objects: [configuration({ v: 'v1.34' })] },
    'cluster fact kubernetes',
  ],
  [
    'a port of the API server',
    { cluster: { apiServerPort: 6443 }, objects: [object('v1', 'Thing', 'x', { spec: { port: 6443 } })] },
    { cluster: { apiServerPort: 443 }, objects: [object('v1', 'Thing', 'x', { spec: { port: 443 } })] },
    'cluster fact apiServerPort',
  ],
  [
    'a range more',
    { objects: [object('v1', 'Thing', 'x', { spec: { from: [{ ipBlock: { cidr: '10.3.0.0/24' } }] } })] },
    {
      cluster: { ranges: { apiServer: [], nodes: [], pods: [], services: [], internal: ['10.3.0.0/24', '10.9.0.0/24'] } },
      objects: [
        object('v1', 'Thing', 'x', { spec: { from: [{ ipBlock: { cidr: '10.3.0.0/24' } }, { ipBlock: { cidr: '10.9.0.0/24' } }] } }),
      ],
    },
    'cluster fact ranges.internal',
  ],
  [
    'what a cluster brings',
    { cluster: { brings: ['metrics-server'] } },
    { cluster: { brings: [] }, objects: [laid(configuration({}), 'metrics-server')] },
    'cluster fact brings metrics-server: yes → no',
  ],
  [
    'ciphertext of two clusters',
    { secrets: [CIPHERS[0] as never], objects: [SEALED[0]] },
    { secrets: [CIPHERS[1] as never], objects: [SEALED[1]] },
    'sealed values: each cluster has its own key',
  ],
  [
    'a mock secret',
    { secrets: [mock('kfm-api', 'credentials', 'password')] },
    { secrets: [CIPHERS[1] as never], objects: [SEALED[1]] },
    'secrets: mock → sealed',
  ],
];

describe('a difference is declared by', () => {
  test.each(DECLARED)('%s', (_, a, b, reason) => {
    const { declared, undeclared } = compare(side('dev', a), side('stage', b));

    expect(undeclared).toEqual([]);
    expect([...new Set(declared.map((difference) => difference.reason))]).toEqual([reason]);
  });

  test.each(DECLARED.filter(([name]) => name !== 'the name of the environment'))('%s only where it is declared', (_, a, b) => {
    const nothing = { traits: {}, cluster: {}, components: {}, quotas: {}, secrets: [], cadence: 'at once', repository: '' };
    const { declared, undeclared } = compare(side('dev', { ...a, ...nothing }), side('stage', { ...b, ...nothing }));

    expect(declared).toEqual([]);
    expect(undeclared).not.toEqual([]);
  });

  test.each<[string, World, World]>([
    [
      'another number than the class says',
      { components: { 'kfm-api': { replicas: 1 } }, objects: [deployment({}, { replicas: 1 })] },
      { components: { 'kfm-api': { replicas: 2 } }, objects: [deployment({}, { replicas: 5 })] },
    ],
    [
      'a release of another component',
      { components: { tiles: { release: OLD } }, objects: [deployment(image(OLD))] },
      { components: { tiles: { release: NEW } }, objects: [deployment(image(NEW))] },
    ],
    [
      'TLS that went where it should have come',
      { traits: { encrypted: false }, objects: [configuration({ url: 'https://search' })] },
      { traits: { encrypted: true }, objects: [configuration({ url: 'http://search' })] },
    ],
    [
      'an add-on where the cluster brings it',
      { cluster: { brings: ['metrics-server'] }, objects: [laid(configuration({}), 'metrics-server')] },
      { cluster: { brings: [] } },
    ],
    [
      'a setting that did not scale with the memory',
      { traits: { size: 'small' }, objects: [laid(configuration({ a: 'shared_buffers = 128MB' }), 'postgres')] },
      { traits: { size: 'medium' }, objects: [laid(configuration({ a: 'shared_buffers = 200MB' }), 'postgres')] },
    ],
    [
      'a rule that warns only where it should deny',
      { traits: { purpose: 'development' }, objects: [binding('Deny')] },
      { traits: { purpose: 'production' }, objects: [binding('Warn')] },
    ],
    [
      'a rule that neither warns nor denies',
      { traits: { purpose: 'development' }, objects: [binding('Warn', 'Audit')] },
      { traits: { purpose: 'production' }, objects: [binding('Audit')] },
    ],
    [
      'a policy of another name beside what load is put on a component with',
      { traits: { purpose: 'production' } },
      {
        traits: { purpose: 'rehearsal' },
        objects: [object('networking.k8s.io/v1', 'NetworkPolicy', 'kfm-api-rehearsal-to-postgres')],
      },
    ],
    [
      'what load is put on a component with, in production',
      { traits: { purpose: 'rehearsal' } },
      { traits: { purpose: 'production' }, objects: [object('batch/v1', 'CronJob', 'kfm-api-rehearsal')] },
    ],
    [
      'ciphertext that nobody sealed',
      { secrets: [CIPHERS[0] as never], objects: [SEALED[0]] },
      { secrets: [CIPHERS[0] as never], objects: [SEALED[1]] },
    ],
  ])('nothing: %s', (_, a, b) => {
    expect(compare(side('dev', a), side('stage', b))).toMatchObject({ declared: [], undeclared: [{}] });
  });
});

test('lines that went together are told apart', () => {
  const lines = configuration({ conf: 'a\nssl = on\nby hand\nb\n' });
  const { declared, undeclared } = compare(
    side('dev', { traits: { encrypted: true }, objects: [lines] }),
    side('stage', { traits: { encrypted: false }, objects: [configuration({ conf: 'a\nb\n' })] }),
  );

  expect(declared.map(({ before }) => before)).toEqual(['ssl = on']);
  expect(undeclared.map(({ before }) => before)).toEqual(['by hand']);
});

test('an autoscaler is declared where the class has a range, not where it has a number', () => {
  const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'kfm-api');
  const [fixed, range] = [{ 'kfm-api': { replicas: 1 } }, { 'kfm-api': { replicas: { min: 1, max: 2 } } }];

  const { undeclared } = compare(side('dev', { components: fixed, objects: [autoscaler] }), side('stage', { components: range }));

  expect(undeclared).toMatchObject([{ object: 'autoscaling/HorizontalPodAutoscaler/kfm-api/kfm-api' }]);
});

test('an Application is declared by what its folder holds', () => {
  const path = { spec: { source: { path: 'dist/dev/workloads/kfm-api' } } };
  const own = laid(application(path), 'argocd', 'apps');

  expect(compare(side('dev', { components: { tiles: {} }, objects: [own] }), side('stage')).undeclared).toHaveLength(1);
  expect(compare(side('dev', { components: API, objects: [own, configuration({})] }), side('stage')).undeclared).toEqual([]);
});
