import {
  A,
  app,
  ask,
  B,
  block,
  type Case,
  CLOSED,
  CLOSED_OUT,
  containers,
  expression,
  from,
  listens,
  PAIR,
  pod,
  policy,
  ports,
} from './fixture';
import type { KubernetesObject, PodSpec, PolicyPort } from './kubernetes';
import type { Verdict } from './verdict';

describe('a connection', () => {
  test.each<Case>([
    ['1: without policies', 'yes', PAIR, `${A} -> ${B}`],
    ['1: a policy that selects no such pod', 'yes', [...PAIR, policy({ podSelector: app('c') })], `${A} -> ${B}`],
    ['1: a policy of another namespace', 'yes', [...PAIR, policy({}, { namespace: 'alpha' })], `${A} -> ${B}`],
    ['1: an isolated destination', 'no', [...PAIR, CLOSED], `${A} -> ${B}`],
    ['1: isolation against what comes in, going out', 'yes', [...PAIR, CLOSED], `${B} -> ${A}`],
    ['1: an isolated source', 'no', [...PAIR, CLOSED_OUT], `${A} -> ${B}`],
    ['1: isolation against what goes out, coming in', 'yes', [...PAIR, CLOSED_OUT], `${B} -> ${A}`],
    ['2: one of two policies allows', 'yes', [...PAIR, CLOSED, policy({ ingress: [{}] })], `${A} -> ${B}`],
    ['2: and the other way round', 'yes', [...PAIR, policy({ ingress: [{}] }), CLOSED], `${A} -> ${B}`],
    ['3: only the destination allows', 'no', [...PAIR, CLOSED_OUT, policy({ ingress: [{}] })], `${A} -> ${B}`],
    [
      '3: both allow',
      'yes',
      [
        ...PAIR,
        policy({ policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }] }, { namespace: 'alpha' }),
        policy({ ingress: [{}] }),
      ],
      `${A} -> ${B}`,
    ],
    ['4: an absent podSelector', 'no', [...PAIR, policy({ podSelector: undefined })], `${A} -> ${B}`],
    ['5: absent types, nothing else', 'no', [...PAIR, policy({ policyTypes: undefined })], `${A} -> ${B}`],
    ['5: absent types, nothing else, going out', 'yes', [...PAIR, policy({ policyTypes: undefined })], `${B} -> ${A}`],
    ['5: absent types, egress: []', 'yes', [...PAIR, policy({ policyTypes: undefined, egress: [] })], `${B} -> ${A}`],
    ['5: empty types, egress: []', 'yes', [...PAIR, policy({ policyTypes: [], egress: [] })], `${B} -> ${A}`],
    [
      '5: absent types, an egress rule for something else',
      'no',
      [...PAIR, policy({ policyTypes: undefined, egress: [{ ports: [{ port: 81 }] }] })],
      `${B} -> ${A}`,
    ],
    ['5: absent types, an egress rule, coming in', 'no', [...PAIR, policy({ policyTypes: undefined, egress: [{}] })], `${A} -> ${B}`],
    ['5: types Egress, egress: []', 'no', [...PAIR, policy({ policyTypes: ['Egress'], egress: [] })], `${B} -> ${A}`],
    [
      '6: an ingress rule with types Egress isolates not',
      'yes',
      [...PAIR, policy({ policyTypes: ['Egress'], ingress: [{}] })],
      `${A} -> ${B}`,
    ],
    ['6: nor allows', 'no', [...PAIR, CLOSED, policy({ policyTypes: ['Egress'], ingress: [{}] })], `${A} -> ${B}`],
    [
      '6: an egress rule with types Ingress allows not',
      'no',
      [...PAIR, CLOSED_OUT, policy({ egress: [{}] }, { namespace: 'alpha' })],
      `${A} -> ${B}`,
    ],
    ['7: ingress: []', 'no', [...PAIR, policy({ ingress: [] })], `${A} -> ${B}`],
    ['7: ingress: [{}]', 'yes', [...PAIR, policy({ ingress: [{}] })], `${A} -> ${B}`],
    ['7: ingress: [{}], from outside', 'yes', [...PAIR, policy({ ingress: [{}] })], `203.0.113.7 -> ${B}`],
    ['8: from: []', 'yes', [...PAIR, from()], `${A} -> ${B}`],
    ['8: from: [], from outside', 'yes', [...PAIR, from()], `2001:db8::1 -> ${B} UDP 53`],
    ['8: ports: []', 'yes', [...PAIR, ports()], `${A} -> ${B} SCTP 65535`],
    [
      '9: the peer and the port',
      'yes',
      [...PAIR, policy({ ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }] })],
      `${A} -> ${B}`,
    ],
    [
      '9: the peer of one rule, the port of another',
      'no',
      [
        ...PAIR,
        policy({
          ingress: [
            { from: [{ namespaceSelector: {} }], ports: [{ port: 81 }] },
            { from: [{ podSelector: {} }], ports: [{ port: 80 }] },
          ],
        }),
      ],
      `${A} -> ${B}`,
    ],
    ['9: the second of two ports', 'yes', [...PAIR, ports({ port: 81 }, { port: 80 })], `${A} -> ${B}`],
    [
      '9: the second of two rules',
      'yes',
      [...PAIR, policy({ ingress: [{ ports: [{ port: 81 }] }, { ports: [{ port: 80 }] }] })],
      `${A} -> ${B}`,
    ],
    ['10: a pod of another namespace', 'no', [...PAIR, from({ podSelector: app('a') })], `${A} -> ${B}`],
    ['10: a pod of the same namespace', 'yes', [...PAIR, pod('beta/Pod/a'), from({ podSelector: app('a') })], `beta/Pod/a -> ${B}`],
    ['10: a namespace', 'yes', [...PAIR, from({ namespaceSelector: { matchLabels: { team: 'x' } } })], `${A} -> ${B}`],
    ['10: another namespace', 'no', [...PAIR, from({ namespaceSelector: { matchLabels: { team: 'y' } } })], `${A} -> ${B}`],
    [
      '10: namespace and pod',
      'yes',
      [...PAIR, from({ namespaceSelector: expression('team', 'In', 'x'), podSelector: app('a') })],
      `${A} -> ${B}`,
    ],
    ['10: namespace and another pod', 'no', [...PAIR, from({ namespaceSelector: {}, podSelector: app('b') })], `${A} -> ${B}`],
    [
      '10: another namespace and pod',
      'no',
      [...PAIR, from({ namespaceSelector: expression('team', 'In', 'y'), podSelector: {} })],
      `${A} -> ${B}`,
    ],
    ['10: namespace or pod, two peers', 'yes', [...PAIR, from({ namespaceSelector: {} }, { podSelector: app('b') })], `${A} -> ${B}`],
    ['11: namespaceSelector: {}', 'yes', [...PAIR, from({ namespaceSelector: {} })], `${A} -> ${B}`],
    ['11: podSelector: {}', 'no', [...PAIR, from({ podSelector: {} })], `${A} -> ${B}`],
    [
      '11: all pods of all namespaces, from outside',
      'no',
      [...PAIR, from({ namespaceSelector: {}, podSelector: {} })],
      `203.0.113.7 -> ${B}`,
    ],
    ['13: inside of a block', 'yes', [...PAIR, block('10.0.0.0/8', '10.1.0.0/16')], `10.2.0.0 -> ${B}`],
    ['13: inside of an exception', 'no', [...PAIR, block('10.0.0.0/8', '10.1.0.0/16')], `10.1.255.255 -> ${B}`],
    ['13: outside of a block', 'no', [...PAIR, block('10.0.0.0/8', '10.1.0.0/16')], `11.0.0.0 -> ${B}`],
    ['13: host bits are masked', 'yes', [...PAIR, block('10.1.2.3/16')], `10.1.0.0 -> ${B}`],
    ['13: host bits of an exception', 'no', [...PAIR, block('10.0.0.0/8', '10.1.2.3/16')], `10.1.0.0 -> ${B}`],
    [
      '13: an exception that another block allows',
      'yes',
      [...PAIR, block('10.0.0.0/8', '10.1.0.0/16'), block('10.1.0.0/24')],
      `10.1.0.9 -> ${B}`,
    ],
    ['13: a block of one address', 'yes', [...PAIR, block('2001:db8::5/128')], `2001:db8:0:0::5 -> ${B}`],
    ['14: IPv6 and a block of all IPv4', 'no', [...PAIR, block('0.0.0.0/0')], `::1 -> ${B}`],
    ['14: IPv4 and a block of all IPv6', 'no', [...PAIR, block('::/0')], `1.2.3.4 -> ${B}`],
    ['14: IPv6 within its block', 'yes', [...PAIR, block('fd00::/8')], `fdff::1 -> ${B}`],
    ['15: a pod and a block', 'perhaps', [...PAIR, block('203.0.113.7/32')], `${A} -> ${B}`],
    [
      '15: a pod and all blocks',
      'perhaps',
      [...PAIR, from({ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } })],
      `${A} -> ${B}`,
    ],
    ['15: a pod and a block of which nothing is left', 'no', [...PAIR, block('10.0.0.0/8', '10.128.0.0/9', '10.0.0.0/9')], `${A} -> ${B}`],
    ['15: a pod and a block of which the end is left', 'perhaps', [...PAIR, block('10.0.0.0/8', '10.0.0.0/9')], `${A} -> ${B}`],
    ['16: another protocol', 'no', [...PAIR, ports({ port: 80 })], `${A} -> ${B} UDP 80`],
    ['16: the protocol alone', 'yes', [...PAIR, ports({ protocol: 'UDP' })], `${A} -> ${B} UDP 7`],
    ['16: the protocol alone, another one', 'no', [...PAIR, ports({ protocol: 'UDP' })], `${A} -> ${B} SCTP 7`],
    ['16: an empty port item', 'yes', [...PAIR, ports({})], `${A} -> ${B} TCP 1`],
    ['16: an empty port item, UDP', 'no', [...PAIR, ports({})], `${A} -> ${B} UDP 1`],
    ['18: the last of a range', 'yes', [...PAIR, ports({ port: 80, endPort: 90 })], `${A} -> ${B} TCP 90`],
    ['18: behind a range', 'no', [...PAIR, ports({ port: 80, endPort: 90 })], `${A} -> ${B} TCP 91`],
    ['18: before a range', 'no', [...PAIR, ports({ port: 80, endPort: 90 })], `${A} -> ${B} TCP 79`],
    ['20: In', 'yes', [...PAIR, from({ namespaceSelector: expression('team', 'In', 'z', 'x') })], `${A} -> ${B}`],
    ['20: In, absent key', 'no', [...PAIR, from({ namespaceSelector: expression('tier', 'In', 'x') })], `${A} -> ${B}`],
    ['20: NotIn', 'no', [...PAIR, from({ namespaceSelector: expression('team', 'NotIn', 'z', 'x') })], `${A} -> ${B}`],
    ['20: NotIn, absent key', 'yes', [...PAIR, from({ namespaceSelector: expression('tier', 'NotIn', 'x') })], `${A} -> ${B}`],
    ['20: Exists', 'yes', [...PAIR, from({ namespaceSelector: expression('team', 'Exists') })], `${A} -> ${B}`],
    ['20: Exists, absent key', 'no', [...PAIR, from({ namespaceSelector: expression('tier', 'Exists') })], `${A} -> ${B}`],
    ['20: DoesNotExist', 'no', [...PAIR, from({ namespaceSelector: expression('team', 'DoesNotExist') })], `${A} -> ${B}`],
    ['20: DoesNotExist, absent key', 'yes', [...PAIR, from({ namespaceSelector: expression('tier', 'DoesNotExist') })], `${A} -> ${B}`],
    [
      '20: matchLabels and matchExpressions',
      'no',
      [...PAIR, from({ namespaceSelector: { ...expression('team', 'In', 'x'), matchLabels: { tier: 'x' } } })],
      `${A} -> ${B}`,
    ],
    [
      '20: a key like a member of Object',
      'no',
      [...PAIR, from({ namespaceSelector: expression('constructor', 'Exists') })],
      `${A} -> ${B}`,
    ],
    [
      '31: the last of two policies with one name',
      'yes',
      [...PAIR, policy({}, { name: 'p' }), policy({ ingress: [{}] }, { name: 'p' })],
      `${A} -> ${B}`,
    ],
    ['31: the last closes', 'no', [...PAIR, policy({ ingress: [{}] }, { name: 'p' }), policy({}, { name: 'p' })], `${A} -> ${B}`],
    [
      '31: one name in two namespaces',
      'no',
      [...PAIR, policy({}, { name: 'p' }), policy({}, { name: 'p', namespace: 'alpha' })],
      `${A} -> ${B}`,
    ],
    ['a pod to an outside address', 'no', [...PAIR, CLOSED_OUT], `${A} -> 203.0.113.7`],
    [
      'a pod to an outside block',
      'yes',
      [...PAIR, policy({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }] }, { namespace: 'alpha' })],
      `${A} -> 203.0.113.7`,
    ],
    ['25: a pod with itself', 'perhaps', [...PAIR, CLOSED], `${B} -> ${B}`],
  ])('%s: %s', (_name, expected, objects, question) => {
    expect(ask(objects, question)).toBe(expected);
    expect(ask(objects, question, 'together')).toBe(expected);
  });

  const http = listens({ name: 'http', containerPort: 80 }, { name: 'dns', containerPort: 53, protocol: 'UDP' });
  const other = listens({ name: 'http', containerPort: 8080 });

  test.each<[string, Verdict, PodSpec, PolicyPort, string]>([
    ['its number', 'yes', containers(http), { port: 'http' }, 'TCP 80'],
    ['another number', 'no', containers(http), { port: 'http' }, 'TCP 8080'],
    ['another protocol', 'no', containers(http), { port: 'http', protocol: 'UDP' }, 'UDP 80'],
    ['its protocol', 'yes', containers(http), { port: 'dns', protocol: 'UDP' }, 'UDP 53'],
    ['TCP by default', 'no', containers(http), { port: 'dns' }, 'UDP 53'],
    ['TCP by default, on TCP', 'no', containers(http), { port: 'dns' }, 'TCP 53'],
    ['an unknown name', 'no', containers(http), { port: 'web' }, 'TCP 80'],
    ['the second container', 'yes', containers(listens(), http), { port: 'http' }, 'TCP 80'],
    ['one of two numbers', 'perhaps', containers(http, other), { port: 'http' }, 'TCP 80'],
    ['the other of two numbers', 'perhaps', containers(http, other), { port: 'http' }, 'TCP 8080'],
    ['one number twice', 'yes', containers(http, http), { port: 'http' }, 'TCP 80'],
    [
      '28: an init container that keeps running',
      'yes',
      { initContainers: [{ ...http, restartPolicy: 'Always' }] },
      { port: 'http' },
      'TCP 80',
    ],
    ['28: an init container', 'perhaps', { initContainers: [http] }, { port: 'http' }, 'TCP 80'],
    ['28: an init container beside a container', 'yes', { containers: [http], initContainers: [other] }, { port: 'http' }, 'TCP 80'],
    ['28: and the number of the init container', 'perhaps', { containers: [http], initContainers: [other] }, { port: 'http' }, 'TCP 8080'],
  ])('17: a named port, %s: %s', (_name, expected, spec, port, connection) => {
    const objects = [pod(A), pod(B, {}, spec), ports(port)];

    expect(ask(objects, `${A} -> ${B} ${connection}`)).toBe(expected);
  });

  test('17: a named port going out is that of each destination, and none outside', () => {
    const objects = [
      pod(A, {}, containers(listens({ name: 'http', containerPort: 7 }))),
      pod(B, {}, containers(http)),
      pod('beta/Pod/c', {}, containers(other)),
      policy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] }, { namespace: 'alpha' }),
    ];

    const open = ['TCP 7', 'TCP 80', 'TCP 8080'].map((port) =>
      [B, 'beta/Pod/c', '1.2.3.4'].map((to) => ask(objects, `${A} -> ${to} ${port}`)),
    );

    expect(open).toEqual([
      ['no', 'no', 'no'],
      ['yes', 'no', 'no'],
      ['no', 'yes', 'no'],
    ]);
  });

  test.each<[string, KubernetesObject[]]>([
    ['12: an empty peer', [...PAIR, from({})]],
    ['12: a block with a selector', [...PAIR, from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } })]],
    ['20: In without values', [...PAIR, from({ namespaceSelector: expression('team', 'In') })]],
    ['20: an unknown operator', [...PAIR, from({ namespaceSelector: expression('team', 'Gt', '1') })]],
    [
      '32: AdminNetworkPolicy',
      [...PAIR, { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: 'x' } }],
    ],
    ['32: Cilium', [...PAIR, { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name: 'x' } }]],
    ['32: Calico', [...PAIR, { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', metadata: { name: 'x' } }]],
    ['13: a broken block', [...PAIR, block('10.0.0/8')]],
  ])('refuses %s', (_name, objects) => {
    expect(() => ask(objects, `${A} -> ${B}`)).toThrow();
  });
});
