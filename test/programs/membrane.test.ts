import { environments } from '../../envs';
import { type Finding, judge, rules } from '../../lib';
import type { Container } from '../reach/brute-force/kubernetes';
import { all, connected, find, inEgress, inIngress, inObject, inPolicy, named, type Plant, plus, without } from './planted';
import { copyOf, judgedWorld, type Shipped, shipped } from './shipped';

const FROM_API = 'platform-data/postgres-from-kfm-api';
const CLOSED = 'platform-data/default-deny';
const POSTGRES = 'StatefulSet platform-data/postgres';
const UI = { namespace: 'kfm-web', name: 'kfm-ui', instance: 'kfm-ui' };
const REBUILD = { namespace: 'kfm-pipelines', name: 'indexer', instance: 'indexer-rebuild' };
const DATABASE = { namespace: 'platform-data', name: 'postgres', instance: 'postgres' };
const API_PODS = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'kfm-api' } } };

/** Number of the bad input, what it is, how it is planted, rules about the network and doors that turn red, in whichever environment, and what one of them says. */
type Case = readonly [input: number, what: string, plant: Plant, red: readonly string[], says: string];

const CASES: readonly Case[] = [
  [
    56,
    'AND written as OR',
    inIngress(FROM_API, (rule) => {
      rule.from = [{ namespaceSelector: named('kfm-api') }, API_PODS];
    }),
    [],
    '',
  ],
  [
    56,
    'AND written as OR for the frontend',
    all(
      inIngress(FROM_API, (rule) => {
        rule.from = [{ namespaceSelector: named('kfm-web') }, API_PODS];
      }),
      inEgress('kfm-web/kfm-ui-to-kfm-api', (rule) => {
        rule.to = [{ namespaceSelector: named('platform-data') }];
      }),
      inEgress('kfm-web/kfm-ui-to-kfm-api', (rule) => {
        rule.ports = [{ port: 5432, protocol: 'TCP' }];
      }),
    ),
    ['network/store-callers', 'network/governed-path', 'network/store-label'],
    'is reached without the governed API: kfm-web/Deployment/kfm-ui → platform-data/StatefulSet/postgres',
  ],
  [
    57,
    'no policyTypes with an empty egress',
    inPolicy(CLOSED, (spec) => {
      delete spec.policyTypes;
      spec.egress = [];
    }),
    ['network/default-deny', 'network/policy-types'],
    'NetworkPolicy/platform-data/default-deny spec.policyTypes: is missing or empty',
  ],
  [
    58,
    'a rule without ports',
    inIngress(FROM_API, (rule) => void delete rule.ports),
    ['network/rule-ports'],
    'platform-data/postgres-from-kfm-api spec.ingress[0].ports: is missing or empty, which allows every port',
  ],
  [
    58,
    'a rule without from',
    inIngress(FROM_API, (rule) => void delete rule.from),
    ['network/governed-path', 'network/open-rule', 'network/store-callers', 'network/store-label'],
    'platform-data/postgres-from-kfm-api spec.ingress[0]: lets addresses 0.0.0.0-',
  ],
  [
    59,
    'a label of any namespace',
    inIngress(FROM_API, (rule) => {
      rule.from = [{ namespaceSelector: {}, ...API_PODS }];
    }),
    ['network/peer', 'network/store-label'],
    'platform-data/postgres-from-kfm-api spec.ingress[0].from[0]: lets any pods of other namespaces reach platform-data/StatefulSet/postgres',
  ],
  [
    60,
    'every IPv4 address',
    inIngress(FROM_API, (rule) => {
      rule.from = [{ ipBlock: { cidr: '0.0.0.0/0' } }];
    }),
    ['network/governed-path', 'network/store-callers', 'network/store-label', 'network/world-block'],
    'spec.ingress[0].from[0].ipBlock.cidr: is 0.0.0.0/0, and what it is about is a store',
  ],
  [
    60,
    'every IPv6 address',
    inIngress(FROM_API, (rule) => {
      rule.from = [{ ipBlock: { cidr: '::/0' } }];
    }),
    ['network/governed-path', 'network/store-callers', 'network/world-block'],
    'is reached without the governed API: addresses ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff → platform-data/StatefulSet/postgres',
  ],
  [
    60,
    'an exception outside of its block',
    inIngress(FROM_API, (rule) => {
      rule.from = [{ ipBlock: { cidr: '203.0.113.0/24', except: ['198.51.100.0/25'] } }];
    }),
    ['network/undecided'],
    'ipBlock.except[0]: is "198.51.100.0/25", which is not inside "203.0.113.0/24"',
  ],
  [
    61,
    'a store on the network of its node',
    inTemplate((pod) => {
      pod.hostNetwork = true;
    }),
    ['network/governed-path', 'network/store-callers', 'network/store-label'],
    'StatefulSet/platform-data/postgres spec.template.spec.hostNetwork: is true',
  ],
  [
    61,
    'a port of the node',
    inTemplate(({ containers: [container] }) => void (container?.ports?.[0] && Object.assign(container.ports[0], { hostPort: 5432 }))),
    ['network/governed-path'],
    'is reached without the governed API: outside → platform-data/StatefulSet/postgres',
  ],
  [
    61,
    'a Service of type NodePort',
    inService((spec) => void Object.assign(spec, { type: 'NodePort', clusterIP: undefined })),
    ['exposure/service-type', 'exposure/store', 'network/governed-path'],
    'outside → platform-data/Service/postgres → platform-data/StatefulSet/postgres',
  ],
  [
    61,
    'a Service of type LoadBalancer',
    inService((spec) => void Object.assign(spec, { type: 'LoadBalancer', clusterIP: undefined })),
    ['exposure/service-type', 'exposure/store', 'network/governed-path'],
    'outside → platform-data/Service/postgres → platform-data/StatefulSet/postgres',
  ],
  [
    61,
    'a Service with an address of its own',
    inService((spec) => {
      spec.externalIPs = ['203.0.113.9'];
    }),
    ['exposure/service-type', 'exposure/store', 'network/governed-path'],
    'spec.externalIPs: leads to the store StatefulSet platform-data/postgres',
  ],
  [
    61,
    'a name elsewhere that is a store',
    plus(
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'data', namespace: 'kfm-web' },
        spec: { type: 'ExternalName', externalName: 'postgres.platform-data.svc.cluster.local' },
      },
      'Service kfm-web/kfm-ui',
    ),
    ['exposure/service-type', 'exposure/store', 'network/governed-path'],
    'outside → kfm-web/Service/data → platform-data/StatefulSet/postgres',
  ],
  [
    61,
    'an Ingress at a store',
    plus(
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'data', namespace: 'platform-data' },
        spec: { defaultBackend: { service: { name: 'postgres', port: { number: 5432 } } } },
      },
      'Service platform-data/postgres',
    ),
    ['exposure/store', 'network/governed-path'],
    'outside → platform-data/Ingress/data → platform-data/StatefulSet/postgres',
  ],
  [
    62,
    'no default-deny in a namespace',
    without(`NetworkPolicy ${CLOSED}`),
    ['network/default-deny'],
    '/Namespace//platform-data : has no NetworkPolicy that denies all ingress and egress of all its pods',
  ],
  [
    62,
    'default-deny in the wrong namespace',
    inObject(`NetworkPolicy ${CLOSED}`, ({ metadata }) => void Object.assign(metadata, { namespace: 'kfm-api', name: 'deny' })),
    ['network/default-deny'],
    '/Namespace//platform-data : has no NetworkPolicy that denies all ingress and egress of all its pods',
  ],
  [
    63,
    'DNS forgotten',
    without('NetworkPolicy kfm-api/allow-dns'),
    ['network/dns'],
    'Deployment/kfm-api/kfm-api spec.template.spec: has its egress isolated, and no policy allows UDP and TCP 53',
  ],
  [
    63,
    'DNS by UDP alone',
    inEgress('kfm-api/allow-dns', (rule) => {
      rule.ports = [{ port: 53, protocol: 'UDP' }];
    }),
    ['network/dns'],
    'no policy allows TCP 53 to the DNS server',
  ],
  [
    63,
    'DNS by TCP alone',
    inEgress('kfm-api/allow-dns', (rule) => {
      rule.ports = [{ port: 53, protocol: 'TCP' }];
    }),
    ['network/dns'],
    'no policy allows UDP 53 to the DNS server',
  ],
  [
    64,
    'a name that is no port',
    inIngress(FROM_API, (rule) => {
      rule.ports = [{ port: 'nowhere', protocol: 'TCP' }];
    }),
    ['network/named-port'],
    'postgres-from-kfm-api spec.ingress[0].ports[0].port: is nowhere (TCP), a port that none of postgres has',
  ],
  [
    64,
    'ports that end before they begin',
    inIngress(FROM_API, (rule) => {
      rule.ports = [{ port: 5432, endPort: 5431 }];
    }),
    ['network/undecided'],
    'postgres-from-kfm-api spec.ingress[0].ports[0].endPort: is 5431, below port 5432',
  ],
  [
    65,
    'a policy of Cilium',
    foreign('cilium.io/v2', 'CiliumNetworkPolicy'),
    ['network/undecided'],
    'is a CiliumNetworkPolicy of cilium.io/v2, which is not understood',
  ],
  [
    65,
    'a policy of administrators',
    foreign('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'),
    ['network/undecided'],
    'which is not understood: cannot decide who reaches whom',
  ],
  [
    66,
    'from the frontend by a job to the database',
    all(connected(UI, REBUILD, 8080), connected(REBUILD, DATABASE, 5432)),
    ['network/governed-path', 'network/store-callers'],
    'kfm-web/Deployment/kfm-ui → kfm-pipelines/CronJob/indexer-rebuild → platform-data/StatefulSet/postgres',
  ],
  [
    67,
    'a hook with the labels of the frontend that reaches the database',
    all(hook(), connected(UI, DATABASE, 5432)),
    ['network/governed-path', 'network/store-callers'],
    'kfm-web/Job/warm-up',
  ],
  [
    47,
    'every policy of the stores off',
    (objects) => objects.filter(({ manifest: { kind, metadata } }) => kind !== 'NetworkPolicy' || metadata.namespace !== 'platform-data'),
    ['network/default-deny', 'network/governed-path', 'network/store-callers', 'network/store-label'],
    'is reached without the governed API: addresses 0.0.0.0-',
  ],
  [
    47,
    'every default-deny off',
    (objects) => objects.filter(({ manifest }) => manifest.metadata.name !== 'default-deny'),
    ['network/default-deny'],
    '/Namespace//kfm-web : has no NetworkPolicy that denies all ingress and egress of all its pods',
  ],
];

interface PodSpec {
  hostNetwork?: boolean;
  readonly containers: readonly Container[];
}

function inTemplate(change: (pod: PodSpec) => void): Plant {
  return inObject(POSTGRES, ({ spec }) => change((spec.template as { spec: PodSpec }).spec));
}

function inService(change: (spec: Record<string, unknown>) => void): Plant {
  return inObject('Service platform-data/postgres', ({ spec }) => change(spec));
}

function foreign(apiVersion: string, kind: string): Plant {
  return plus({ apiVersion, kind, metadata: { name: 'more', namespace: 'platform-data' }, spec: {} }, `NetworkPolicy ${CLOSED}`);
}

/** A copy of the migration in the namespace of the frontend, before each sync, with the labels of the frontend's pods. */
function hook(): Plant {
  return (objects) => {
    const job = copyOf(find(objects, 'Job kfm-api/kfm-api-migration').manifest) as unknown as { metadata: object; spec: JobSpec };
    const { spec } = find(objects, 'Deployment kfm-web/kfm-ui').manifest as unknown as { spec: JobSpec };
    job.metadata = { name: 'warm-up', namespace: 'kfm-web', annotations: { 'argocd.argoproj.io/hook': 'PreSync' } };
    job.spec.template.metadata = spec.template.metadata;
    return plus(job, 'Deployment kfm-web/kfm-ui')(objects);
  };
}

interface JobSpec {
  readonly template: { metadata: object };
}

/** Findings of rules about the network and its doors, as `rule object field: message`. */
function findings(environment: Shipped, plant: Plant): ReadonlyMap<string, Finding> {
  const chosen = rules.filter(({ id }) => /^(network|exposure)\//.test(id));
  const found = judge(judgedWorld(environment, plant(environment.objects)), chosen).findings;
  return new Map(found.map((finding) => [`${finding.rule} ${finding.object} ${finding.field}: ${finding.message}`, finding]));
}

describe.each(Object.keys(environments))('planted in %s', (name) => {
  let environment: Shipped;
  let before: ReadonlyMap<string, Finding>;
  beforeAll(async () => {
    environment = await shipped(name);
    before = findings(environment, (objects) => objects);
  });

  test('nothing is found in what is shipped', () => {
    expect([...before.keys()]).toEqual([]);
  });

  test.each(CASES)('%i, %s', (_input, _what, plant, red, says) => {
    const after = [...findings(environment, plant)].filter(([text]) => !before.has(text));

    const turned = after.map(([, { rule }]) => rule);

    expect(turned).toEqual(red.length === 0 ? [] : expect.arrayContaining([...red]));
    expect(after.map(([text]) => text).join('\n')).toContain(says);
  });
});
