import type { Answer } from '../../lib/reach/answer';
import type { ReachObject } from '../../lib/reach/reach-world';
import { allow, deny, inNamespace, namespace, object, pod, pods, policy, ports } from './small-world';

/** Two namespaces, two pods each. */
const world = [namespace('a', { team: 'red' }), namespace('b', { team: 'blue' }), pod('a/web'), pod('a/db'), pod('b/web'), pod('b/db')];

const ingress = (...rules: unknown[]): Record<string, unknown> => ({ podSelector: {}, policyTypes: ['Ingress'], ingress: rules });
const egress = (...rules: unknown[]): Record<string, unknown> => ({ podSelector: {}, policyTypes: ['Egress'], egress: rules });
const selecting = (podSelector: unknown): ReachObject => policy('a/p', { podSelector, policyTypes: ['Ingress'] });
const expression = (key: string, operator: string, ...values: string[]): Record<string, unknown> => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 && { values }) }],
});
const tcp = (port: number): Record<string, unknown> => ({ protocol: 'TCP', port });

/** [what is so, objects besides the world, from, to, ports] */
type Case = readonly [claim: string, objects: readonly ReachObject[], from: string, to: string, expected: string, answer?: Answer];

function semantic(number: number, name: string, cases: readonly Case[]): void {
  describe(`semantic ${number}: ${name}`, () => {
    for (const [claim, objects, from, to, expected, answer] of cases) {
      test(claim, () => {
        expect(ports([...world, ...objects], from, to, answer)).toBe(expected);
      });
    }
  });
}

semantic(1, 'a pod that no policy selects for a direction is open in it', [
  ['without policies everybody may call', [], 'b/web', 'a/db', 'All'],
  ['and must be able to', [], 'b/web', 'a/db', 'All', 'must'],
  ['so may the outside', [], '192.0.2.1', 'a/db', 'All'],
  ['and over IPv6', [], '2001:db8::1', 'a/db', 'All'],
  ['a policy for other pods changes nothing', [selecting({ matchLabels: { app: 'web' } })], 'b/web', 'a/db', 'All'],
  ['one that selects the pod closes it', [selecting({ matchLabels: { app: 'db' } })], 'b/web', 'a/db', 'None'],
  ['closed for ingress, a pod may still call', [deny('a', 'Ingress')], 'a/db', 'b/web', 'All'],
  ['closed for egress, a pod may still be called', [deny('a', 'Egress')], 'b/web', 'a/db', 'All'],
]);

semantic(2, 'policies add up', [
  ['what one denies another allows', [deny('a', 'Ingress'), allow('a/db', [pods('web')])], 'a/web', 'a/db', 'All'],
  ['in whatever order', [allow('a/db', [pods('web')]), deny('a', 'Ingress')], 'a/web', 'a/db', 'All'],
  [
    'ports of several are joined',
    [policy('a/one', ingress({ ports: [tcp(1)] })), policy('a/two', ingress({ ports: [tcp(2)] }))],
    'b/web',
    'a/db',
    'TCP 1-2',
  ],
]);

semantic(3, 'a connection needs egress at its source and ingress at its target', [
  ['both open', [allow('a/db', [inNamespace('b')]), policy('b/p', egress({ to: [inNamespace('a')] }))], 'b/web', 'a/db', 'All'],
  ['egress only', [deny('a', 'Ingress'), policy('b/p', egress({ to: [inNamespace('a')] }))], 'b/web', 'a/db', 'None'],
  ['ingress only', [deny('b', 'Egress'), allow('a/db', [inNamespace('b')])], 'b/web', 'a/db', 'None'],
  [
    'on the ports that both allow',
    [policy('a/p', ingress({ ports: [{ port: 80, endPort: 90 }] })), policy('b/p', egress({ ports: [{ port: 85, endPort: 95 }] }))],
    'b/web',
    'a/db',
    'TCP 85-90',
  ],
]);

semantic(4, 'an empty or missing podSelector is every pod of the namespace, and of no other', [
  ['empty', [selecting({})], 'b/web', 'a/db', 'None'],
  ['missing', [selecting(undefined)], 'b/web', 'a/db', 'None'],
  ['null', [selecting(null)], 'b/web', 'a/db', 'None'],
  ['no spec at all closes ingress', [object('networking.k8s.io/v1', 'NetworkPolicy', 'a/p')], 'b/web', 'a/db', 'None'],
  ['elsewhere nothing is closed', [selecting({})], 'a/web', 'b/db', 'All'],
]);

semantic(5, 'without policyTypes a policy closes ingress, and egress only if it has rules for it', [
  ['ingress', [policy('a/p', { podSelector: {} })], 'b/web', 'a/db', 'None'],
  ['`egress: []` closes nothing', [policy('a/p', { podSelector: {}, egress: [] })], 'a/web', 'b/db', 'All'],
  ['but ingress it does', [policy('a/p', { podSelector: {}, egress: [] })], 'b/web', 'a/db', 'None'],
  ['an egress rule closes both: egress', [policy('a/p', { podSelector: {}, egress: [{ ports: [tcp(53)] }] })], 'a/web', 'b/db', 'TCP 53'],
  ['and ingress', [policy('a/p', { podSelector: {}, egress: [{ ports: [tcp(53)] }] })], 'b/web', 'a/db', 'None'],
  ['empty policyTypes are none', [policy('a/p', { podSelector: {}, policyTypes: [], egress: [] })], 'a/web', 'b/db', 'All'],
]);

semantic(6, 'rules of a direction that policyTypes leaves out do not count', [
  [
    'ingress is not closed',
    [policy('a/p', { podSelector: {}, policyTypes: ['Egress'], ingress: [{ ports: [tcp(1)] }] })],
    'b/web',
    'a/db',
    'All',
  ],
  [
    'nor opened',
    [deny('a', 'Ingress'), policy('a/p', { podSelector: {}, policyTypes: ['Egress'], ingress: [{}] })],
    'b/web',
    'a/db',
    'None',
  ],
  [
    'egress as little',
    [deny('a', 'Egress'), policy('a/p', { podSelector: {}, policyTypes: ['Ingress'], egress: [{}] })],
    'a/web',
    'b/db',
    'None',
  ],
]);

semantic(7, 'no rules deny all, one empty rule allows all', [
  ['empty list', [policy('a/p', ingress())], 'b/web', 'a/db', 'None'],
  ['no list', [deny('a', 'Ingress')], 'b/web', 'a/db', 'None'],
  ['null', [policy('a/p', { podSelector: {}, ingress: null })], 'b/web', 'a/db', 'None'],
  ['empty rule', [policy('a/p', ingress({}))], 'b/web', 'a/db', 'All'],
  ['rule that is null', [policy('a/p', ingress(null))], 'b/web', 'a/db', 'All'],
]);

semantic(8, 'without peers a rule is for everybody, without ports for every port', [
  ['no `from`: pods', [policy('a/p', ingress({ ports: [tcp(80)] }))], 'b/web', 'a/db', 'TCP 80'],
  ['no `from`: the outside', [policy('a/p', ingress({ ports: [tcp(80)] }))], '192.0.2.1', 'a/db', 'TCP 80'],
  ['no `from`: the outside over IPv6', [policy('a/p', ingress({ ports: [tcp(80)] }))], '2001:db8::1', 'a/db', 'TCP 80'],
  ['empty `from`', [policy('a/p', ingress({ from: [], ports: [tcp(80)] }))], '192.0.2.1', 'a/db', 'TCP 80'],
  ['empty `to`', [policy('a/p', egress({ to: [] }))], 'a/db', '192.0.2.1', 'All'],
  ['no ports', [allow('a/db', [inNamespace('b')])], 'b/web', 'a/db', 'All'],
  ['a peer shuts the outside out', [allow('a/db', [{ namespaceSelector: {} }])], '192.0.2.1', 'a/db', 'None'],
]);

semantic(9, 'a rule wants one of its peers and one of its ports', [
  ['both', [allow('a/db', [pods('web'), inNamespace('b')], [tcp(1), tcp(3)])], 'b/web', 'a/db', 'TCP 1,3'],
  ['the right port from a wrong peer', [allow('a/db', [pods('web')], [tcp(1)])], 'b/web', 'a/db', 'None'],
  [
    'ports of one rule are not for peers of another',
    [policy('a/p', ingress({ from: [pods('web')], ports: [tcp(1)] }, { from: [inNamespace('b')], ports: [tcp(2)] }))],
    'b/web',
    'a/db',
    'TCP 2',
  ],
]);

const bWeb = { ...inNamespace('b'), ...pods('web') };

semantic(10, 'both selectors in one item are and, two items are or', [
  ['podSelector alone: own namespace', [allow('a/db', [pods('web')])], 'a/web', 'a/db', 'All'],
  ['podSelector alone: no other', [allow('a/db', [pods('web')])], 'b/web', 'a/db', 'None'],
  ['namespaceSelector alone: all of its pods', [allow('a/db', [inNamespace('b')])], 'b/db', 'a/db', 'All'],
  ['both: the pod', [allow('a/db', [bWeb])], 'b/web', 'a/db', 'All'],
  ['both: its neighbour', [allow('a/db', [bWeb])], 'b/db', 'a/db', 'None'],
  ['both: its namesake', [allow('a/db', [bWeb])], 'a/web', 'a/db', 'None'],
  ['two items: the neighbour', [allow('a/db', [inNamespace('b'), pods('web')])], 'b/db', 'a/db', 'All'],
  ['two items: the namesake', [allow('a/db', [inNamespace('b'), pods('web')])], 'a/web', 'a/db', 'All'],
]);

semantic(11, 'an empty namespaceSelector is every namespace, an empty podSelector the own one', [
  ['every namespace', [allow('a/db', [{ namespaceSelector: {} }])], 'b/web', 'a/db', 'All'],
  ['every namespace, some pods', [allow('a/db', [{ namespaceSelector: {}, ...pods('db') }])], 'b/web', 'a/db', 'None'],
  ['own pods', [allow('a/db', [{ podSelector: {} }])], 'a/web', 'a/db', 'All'],
  ['others', [allow('a/db', [{ podSelector: {} }])], 'b/web', 'a/db', 'None'],
]);

const block = (cidr: string, ...except: string[]): Record<string, unknown> => ({ ipBlock: { cidr, except } });

semantic(13, 'exceptions are taken out of a range, whose host bits are masked', [
  ['inside', [allow('a/db', [block('10.0.0.0/8', '10.1.0.0/16')])], '10.2.0.1', 'a/db', 'All'],
  ['excepted', [allow('a/db', [block('10.0.0.0/8', '10.1.0.0/16')])], '10.1.255.255', 'a/db', 'None'],
  ['outside', [allow('a/db', [block('10.0.0.0/8', '10.1.0.0/16')])], '11.0.0.0', 'a/db', 'None'],
  [
    'excepted here, allowed by another peer',
    [allow('a/db', [block('10.0.0.0/8', '10.1.0.0/16'), block('10.1.2.0/24')])],
    '10.1.2.9',
    'a/db',
    'All',
  ],
  ['host bits', [allow('a/db', [block('10.20.30.40/8')])], '10.0.0.1', 'a/db', 'All'],
  ['host bits of an exception', [allow('a/db', [block('10.0.0.0/8', '10.1.2.3/16')])], '10.1.0.1', 'a/db', 'None'],
]);

semantic(14, 'IPv4 ranges say nothing of IPv6', [
  ['IPv4', [allow('a/db', [block('0.0.0.0/0')])], '192.0.2.1', 'a/db', 'All'],
  ['IPv6 is closed', [allow('a/db', [block('0.0.0.0/0')])], '2001:db8::1', 'a/db', 'None'],
  ['and the other way round', [allow('a/db', [block('::/0')])], '192.0.2.1', 'a/db', 'None'],
  ['IPv6 range', [allow('a/db', [block('2001:db8::/32', '2001:db8:1::/48')])], '2001:db8:2::1', 'a/db', 'All'],
  ['exception of it', [allow('a/db', [block('2001:db8::/32', '2001:db8:1::/48')])], '2001:db8:1::1', 'a/db', 'None'],
]);

semantic(15, 'a range may be where pods are, and never surely is', [
  ['may', [allow('a/db', [block('10.0.0.0/8')])], 'b/web', 'a/db', 'All'],
  ['must not', [allow('a/db', [block('0.0.0.0/0')])], 'b/web', 'a/db', 'None', 'must'],
  ['egress may', [policy('a/p', egress({ to: [block('10.0.0.0/8')] }))], 'a/web', 'b/db', 'All'],
  ['egress must not', [policy('a/p', egress({ to: [block('0.0.0.0/0')] }))], 'a/web', 'b/db', 'None', 'must'],
  ['of the outside it is sure', [allow('a/db', [block('10.0.0.0/8')])], '10.0.0.1', 'a/db', 'All', 'must'],
]);

describe('semantic 15: where pods are, if that is known', () => {
  const ranges = { pods: ['10.0.0.0/16'], nodes: ['10.1.0.0/16'], services: ['10.2.0.0/16'] };
  const toDb = (from: string): ReachObject[] => [...world, allow('a/db', [block(from)])];
  const fromWeb = (to: string): ReachObject[] => [...world, policy('a/p', egress({ to: [block(to)] }))];

  test.each([
    ['pods', '10.0.9.0/24', 'All', 'All'],
    ['nodes, whose address a translated connection has', '10.1.9.0/24', 'All', 'All'],
    ['Services, which are called but do not call', '10.2.9.0/24', 'None', 'All'],
    ['elsewhere', '10.3.0.0/16', 'None', 'None'],
  ])('%s', (_name, range, called, calling) => {
    expect(ports(toDb(range), 'b/web', 'a/db', 'may', ranges)).toBe(called);
    expect(ports(fromWeb(range), 'a/web', 'b/db', 'may', ranges)).toBe(calling);
  });

  test('is not the outside', () => {
    expect(ports(world, '10.0.9.1', 'a/db', 'may', ranges)).toBe('None');
    expect(ports(world, '10.1.9.1', 'a/db', 'may', ranges)).toBe('All');
  });

  test('is anywhere as long as one of the ranges is missing, or none', () => {
    const { nodes: _, ...withoutNodes } = ranges;

    expect(ports(toDb('10.3.0.0/16'), 'b/web', 'a/db', 'may', withoutNodes)).toBe('All');
    expect(ports(toDb('10.3.0.0/16'), 'b/web', 'a/db', 'may', { ...ranges, nodes: ['somewhere'] })).toBe('All');
  });
});

semantic(16, 'protocol is TCP unless said, a missing port is all of the protocol', [
  ['default', [allow('a/db', [], [{ port: 53 }])], 'b/web', 'a/db', 'TCP 53'],
  ['given', [allow('a/db', [], [{ port: 53, protocol: 'UDP' }])], 'b/web', 'a/db', 'UDP 53'],
  ['no port', [allow('a/db', [], [{ protocol: 'SCTP' }])], 'b/web', 'a/db', 'SCTP 1-65535'],
  ['neither', [allow('a/db', [], [{}])], 'b/web', 'a/db', 'TCP 1-65535'],
]);

const named = [
  pod('a/one', { app: 'x', tier: 't' }, { ports: { http: 8080 } }),
  pod('a/two', { app: 'x', tier: 't' }, { ports: { http: 9090, dns: 53 } }),
  pod('a/three', { app: 'x' }, { ports: { http: 8080 }, protocol: 'UDP' }),
];
const twice = object('v1', 'Pod', 'a/twice', {
  spec: { containers: [{ ports: [{ name: 'http', containerPort: 1 }] }, { ports: [{ name: 'http', containerPort: 2 }] }] },
});
const sidecar = (restartPolicy?: string): ReachObject =>
  object('v1', 'Pod', 'a/sidecar', {
    spec: { containers: [{}], initContainers: [{ ...(restartPolicy && { restartPolicy }), ports: [{ name: 'http', containerPort: 7 }] }] },
  });
const nodeWithPort = pod('a/node', { app: 'node' }, { hostNetwork: true, ports: { http: 9 } });
const http = policy('a/p', ingress({ ports: [{ port: 'http' }] }));

semantic(17, 'a named port is looked up at the pod that is called, by name and protocol', [
  ['one number', [...named, http], 'b/web', 'a/one', 'TCP 8080'],
  ['another', [...named, http], 'b/web', 'a/two', 'TCP 9090'],
  ['another protocol', [...named, http], 'b/web', 'a/three', 'None'],
  ['no such name', [...named, http], 'b/web', 'a/db', 'None'],
  [
    'by egress too it is the target that is asked',
    [...named, policy('b/p', egress({ ports: [{ port: 'http' }] }))],
    'b/web',
    'a/two',
    'TCP 9090',
  ],
  ['the outside has no names', [...named, policy('b/p', egress({ ports: [{ port: 'http' }] }))], 'b/web', '192.0.2.1', 'None'],
  ['called from outside the pod has', [...named, http], '192.0.2.1', 'a/one', 'TCP 8080'],
  ['surely, too', [...named, http], 'b/web', 'a/one', 'TCP 8080', 'must'],
  ['a name that stands for two numbers may be either', [twice, http], 'b/web', 'a/twice', 'TCP 1-2'],
  ['and is neither for sure', [twice, http], 'b/web', 'a/twice', 'None', 'must'],
  ['init containers that stay have names', [sidecar('Always'), http], 'b/web', 'a/sidecar', 'TCP 7'],
  ['those that end may have them', [sidecar(), http], 'b/web', 'a/sidecar', 'TCP 7'],
  ['but not for sure', [sidecar(), http], 'b/web', 'a/sidecar', 'None', 'must'],
  ['those that stay do', [sidecar('Always'), http], 'b/web', 'a/sidecar', 'TCP 7', 'must'],
  ['a node has no names for sure', [nodeWithPort, policy('b/p', egress({ ports: [{ port: 'http' }] }))], 'b/web', 'a/node', 'None', 'must'],
  ['but numbers', [nodeWithPort, policy('b/p', egress({ ports: [tcp(9)] }))], 'b/web', 'a/node', 'TCP 9', 'must'],
]);

semantic(18, 'endPort makes a range, both ends included', [
  ['range', [allow('a/db', [], [{ port: 8000, endPort: 8010 }])], 'b/web', 'a/db', 'TCP 8000-8010'],
  ['of one port', [allow('a/db', [], [{ port: 8000, endPort: 8000 }])], 'b/web', 'a/db', 'TCP 8000'],
]);

const service = object('v1', 'Service', 'a/db', { spec: { selector: { app: 'db' }, ports: [{ port: 80, targetPort: 5432 }] } });

semantic(19, 'ports are those of pods', [
  ['not of Services', [service, allow('a/db', [], [tcp(80)])], 'b/web', 'a/db', 'TCP 80'],
  ['whatever leads to them', [service, allow('a/db', [], [tcp(5432)])], 'b/web', 'a/db', 'TCP 5432'],
]);

const tiers = [pod('a/none', { app: 'x' }), pod('a/gold', { app: 'x', tier: 'gold' }), pod('a/lead', { app: 'y', tier: 'lead' })];

semantic(20, 'NotIn and DoesNotExist hold for an absent label as well', [
  ['NotIn: absent', [...tiers, selecting(expression('tier', 'NotIn', 'gold'))], 'b/web', 'a/none', 'None'],
  ['NotIn: another', [...tiers, selecting(expression('tier', 'NotIn', 'gold'))], 'b/web', 'a/lead', 'None'],
  ['NotIn: listed', [...tiers, selecting(expression('tier', 'NotIn', 'gold'))], 'b/web', 'a/gold', 'All'],
  ['DoesNotExist: absent', [...tiers, selecting(expression('tier', 'DoesNotExist'))], 'b/web', 'a/none', 'None'],
  ['DoesNotExist: present', [...tiers, selecting(expression('tier', 'DoesNotExist'))], 'b/web', 'a/gold', 'All'],
  ['Exists: absent', [...tiers, selecting(expression('tier', 'Exists'))], 'b/web', 'a/none', 'All'],
  ['Exists: present', [...tiers, selecting(expression('tier', 'Exists'))], 'b/web', 'a/gold', 'None'],
  ['In: listed', [...tiers, selecting(expression('tier', 'In', 'gold', 'lead'))], 'b/web', 'a/lead', 'None'],
  ['In: absent', [...tiers, selecting(expression('tier', 'In', 'gold', 'lead'))], 'b/web', 'a/none', 'All'],
  [
    'matchLabels and an expression',
    [...tiers, selecting({ matchLabels: { app: 'x' }, ...expression('tier', 'Exists') })],
    'b/web',
    'a/lead',
    'All',
  ],
  ['both hold', [...tiers, selecting({ matchLabels: { app: 'x' }, ...expression('tier', 'Exists') })], 'b/web', 'a/gold', 'None'],
  [
    'a selector that contradicts itself selects nothing',
    [
      ...tiers,
      selecting({
        matchExpressions: [
          { key: 'k', operator: 'Exists' },
          { key: 'k', operator: 'DoesNotExist' },
        ],
      }),
    ],
    'b/web',
    'a/none',
    'All',
  ],
]);

const template = { metadata: { labels: { app: 'made' } }, spec: { containers: [{}] } };
const deployment = {
  ...object('apps/v1', 'Deployment', 'a/made', { metadata: { name: 'made', labels: { app: 'other' } }, spec: { template } }),
};
const job = object('batch/v1', 'Job', 'a/made', { spec: { template } });
const cron = object('batch/v1', 'CronJob', 'a/made', { spec: { jobTemplate: { spec: { template } } } });

semantic(21, 'labels are those of the template, and those that controllers add', [
  ['of the template', [deployment, selecting({ matchLabels: { app: 'made' } })], 'b/web', 'a/made', 'None'],
  ['not of the object', [deployment, selecting({ matchLabels: { app: 'other' } })], 'b/web', 'a/made', 'All'],
  ['a hash there is', [deployment, selecting(expression('pod-template-hash', 'Exists'))], 'b/web', 'a/made', 'None'],
  [
    'which one nobody knows: it may not be this',
    [deployment, selecting({ matchLabels: { 'pod-template-hash': 'abc' } })],
    'b/web',
    'a/made',
    'All',
  ],
  ['or it may', [deployment, selecting({ matchLabels: { 'pod-template-hash': 'abc' } })], 'b/web', 'a/made', 'None', 'must'],
  ['without controller there is none', [pod('a/made'), selecting(expression('pod-template-hash', 'Exists'))], 'b/web', 'a/made', 'All'],
  ["a Job's name is known", [job, selecting({ matchLabels: { 'job-name': 'made' } })], 'b/web', 'a/made', 'None'],
  ['and is no other', [job, selecting({ matchLabels: { 'batch.kubernetes.io/job-name': 'other' } })], 'b/web', 'a/made', 'All', 'must'],
  ['those of a CronJob are not', [cron, selecting({ matchLabels: { 'job-name': 'made' } })], 'b/web', 'a/made', 'None', 'must'],
  [
    'a policy of each value closes the pods nevertheless',
    [
      deployment,
      selecting({ matchLabels: { 'pod-template-hash': 'abc' } }),
      policy('a/q', { podSelector: expression('pod-template-hash', 'NotIn', 'abc'), policyTypes: ['Ingress'] }),
    ],
    'b/web',
    'a/made',
    'None',
  ],
]);

const stranger = pod('c/web');
const red = { namespaceSelector: { matchLabels: { team: 'red' } } };
const notRed = { namespaceSelector: expression('team', 'NotIn', 'red') };

semantic(22, 'a namespace has its name for a label; others are known if the Namespace is', [
  ['by name', [allow('a/db', [inNamespace('b')])], 'b/web', 'a/db', 'All', 'must'],
  ['by a label it has', [allow('a/db', [{ namespaceSelector: { matchLabels: { team: 'blue' } } }])], 'b/web', 'a/db', 'All', 'must'],
  ['by one it has not', [allow('a/db', [red])], 'b/web', 'a/db', 'None'],
  ['not in the set, by name', [stranger, allow('a/db', [inNamespace('c')])], 'c/web', 'a/db', 'All', 'must'],
  ['not in the set, by another name', [stranger, allow('a/db', [inNamespace('b')])], 'c/web', 'a/db', 'None'],
  ['not in the set, by a label: may', [stranger, allow('a/db', [red])], 'c/web', 'a/db', 'All'],
  ['not in the set, by a label: not for sure', [stranger, allow('a/db', [red])], 'c/web', 'a/db', 'None', 'must'],
  ['not in the set, by a label or its absence: for sure', [stranger, allow('a/db', [red, notRed])], 'c/web', 'a/db', 'All', 'must'],
  ['a pod of a namespace that nothing tells may be anywhere', [pod('/web'), allow('a/db', [inNamespace('b')])], '/web', 'a/db', 'All'],
  ['and is nowhere for sure', [pod('/web'), allow('a/db', [inNamespace('b')])], '/web', 'a/db', 'None', 'must'],
  [
    'the name cannot be taken by a label',
    [namespace('d', { 'kubernetes.io/metadata.name': 'b' }), pod('d/web'), allow('a/db', [inNamespace('b')])],
    'd/web',
    'a/db',
    'None',
  ],
]);

test('semantic 22: one namespace cannot have a label and lack it, for both ends of a connection within it', () => {
  const objects = [
    pod('c/web'),
    pod('c/db'),
    policy('c/in', ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'red' } } }] })),
    policy('c/out', egress({ to: [{ namespaceSelector: expression('team', 'NotIn', 'red') }] })),
  ];

  expect(ports(objects, 'c/web', 'c/db')).toBe('None');
  expect(ports([...objects, namespace('c', { team: 'red' })], 'c/web', 'c/db')).toBe('None');
});

test('semantic 23: a policy without namespace is in the one that its Application delivers to', () => {
  const { manifest } = deny('a', 'Ingress');
  const { namespace: _, ...metadata } = manifest.metadata;
  const without = { ...manifest, metadata };

  expect(ports([...world, { namespace: 'a', manifest: without }], 'b/web', 'a/db')).toBe('None');
  expect(ports([...world, { namespace: 'b', manifest: without }], 'b/web', 'a/db')).toBe('All');
});

const onNode = pod('b/node', { app: 'node' }, { hostNetwork: true });

semantic(24, 'pods on the network of a node may reach and be reached whatever policies say', [
  ['may call', [onNode, deny('a', 'Ingress'), deny('b', 'Egress')], 'b/node', 'a/db', 'All'],
  ['may be called', [onNode, deny('a', 'Egress'), deny('b', 'Ingress')], 'a/db', 'b/node', 'All'],
  ['may be called from outside', [onNode, deny('b', 'Ingress')], '192.0.2.1', 'b/node', 'All'],
  ['may call outside', [onNode, deny('b', 'Egress')], 'b/node', '192.0.2.1', 'All'],
  ['but not for sure', [onNode, deny('a', 'Ingress')], 'b/node', 'a/db', 'None', 'must'],
  [
    'selectors do not surely find them',
    [onNode, allow('a/db', [{ ...inNamespace('b'), ...pods('node') }])],
    'b/node',
    'a/db',
    'None',
    'must',
  ],
  ['what is open to everybody is to them', [onNode, allow('a/db', [], [tcp(80)])], 'b/node', 'a/db', 'TCP 80', 'must'],
  [
    'of two of them either selectors find both, or policies close neither',
    [onNode, pod('a/node', { app: 'x' }, { hostNetwork: true }), deny('a', 'Ingress'), allow('a/x', [inNamespace('b')])],
    'b/node',
    'a/node',
    'All',
    'must',
  ],
  ['other pods are closed', [onNode, deny('a', 'Ingress'), deny('b', 'Egress')], 'b/web', 'a/db', 'None'],
]);

test('semantic 25: a workload with itself is left out', () => {
  const twins = [
    pod('a/x'),
    { ...pod('a/y'), manifest: { ...pod('a/y').manifest, metadata: { name: 'y', ownerReferences: [{ kind: 'Pod', name: 'x' }] } } },
  ];

  expect(ports(twins, 'a/x', 'a/x')).toBe('None');
});

semantic(26, 'replies need no rule', [
  ['a call', [deny('a', 'Egress'), deny('b', 'Ingress'), policy('b/p', egress({ to: [inNamespace('a')] }))], 'b/web', 'a/db', 'All'],
  ['no call back', [deny('a', 'Egress'), deny('b', 'Ingress'), policy('b/p', egress({ to: [inNamespace('a')] }))], 'a/db', 'b/web', 'None'],
]);

const hook = object('batch/v1', 'Job', 'a/migrate', {
  metadata: { name: 'migrate', annotations: { 'argocd.argoproj.io/hook': 'PreSync' } },
  spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{}] } } },
});

semantic(28, 'hooks are pods like others', [
  ['with the labels of a pod, its connections', [hook, allow('a/db', [pods('web')])], 'a/migrate', 'a/db', 'All'],
  ['and its walls', [hook, deny('a', 'Egress')], 'a/migrate', 'a/db', 'None'],
]);

const dns = (...protocols: string[]): ReachObject =>
  policy(
    'a/dns',
    egress({
      to: [{ ...inNamespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
      ports: protocols.map((protocol) => ({ protocol, port: 53 })),
    }),
  );
const kubeDns = pod('kube-system/dns', { 'k8s-app': 'kube-dns' });
const nodeLocal = pod('kube-system/local', { 'k8s-app': 'kube-dns' }, { hostNetwork: true });

semantic(30, 'DNS takes UDP and TCP, and a cache on the node is not found by selectors', [
  ['both', [kubeDns, dns('UDP', 'TCP')], 'a/web', 'kube-system/dns', 'TCP 53,UDP 53', 'must'],
  ['UDP only', [kubeDns, dns('UDP')], 'a/web', 'kube-system/dns', 'UDP 53', 'must'],
  ['on the node', [nodeLocal, dns('UDP', 'TCP')], 'a/web', 'kube-system/local', 'None', 'must'],
]);

semantic(31, 'of two policies of one name the last counts', [
  ['deny, then allow', [policy('a/p', ingress()), policy('a/p', ingress({}))], 'b/web', 'a/db', 'All'],
  ['allow, then deny', [policy('a/p', ingress({})), policy('a/p', ingress())], 'b/web', 'a/db', 'None'],
  [
    'so it is of workloads',
    [pod('a/x', { app: 'x' }), pod('a/x', { app: 'y' }), deny('a', 'Ingress'), allow('a/y', [])],
    'b/web',
    'a/x',
    'All',
  ],
  ['in two namespaces they are two', [policy('a/p', ingress()), policy('b/p', ingress({}))], 'b/web', 'a/db', 'None'],
]);
