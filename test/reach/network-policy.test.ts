import { readNetworkPolicy } from '../../lib/reach/network-policy';
import { Policies } from '../../lib/reach/policies';
import { object, policy } from './small-world';

function problems(spec: unknown): string[] {
  const { problems: found = [] } = readNetworkPolicy(policy('a/p', spec as Record<string, unknown>));
  return found.map(({ field, message }) => `${field} ${message}`);
}

const from = (...peers: unknown[]): unknown => ({ ingress: [{ from: peers }] });
const onPort = (port: unknown): unknown => ({ ingress: [{ ports: [port] }] });
const selecting = (expression: unknown): unknown => ({ podSelector: { matchExpressions: [expression] } });

describe('a malformed policy is refused with the field named', () => {
  test.each([
    [
      'semantic 12: an empty peer',
      from({}),
      ['spec.ingress[0].from[0] is empty; expected podSelector, namespaceSelector, both, or an ipBlock'],
    ],
    [
      'semantic 12: a peer that is null',
      from(null),
      ['spec.ingress[0].from[0] is empty; expected podSelector, namespaceSelector, both, or an ipBlock'],
    ],
    [
      'semantic 12: addresses beside selectors',
      from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
      ['spec.ingress[0].from[0] has an ipBlock beside selectors; it is one or the other'],
    ],
    [
      'semantic 13: an exception outside',
      { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] },
      ['spec.egress[0].to[0].ipBlock.except[0] is "11.0.0.0/16", which is not inside "10.0.0.0/8"'],
    ],
    [
      'semantic 13: an exception of all',
      from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/8'] } }),
      ['spec.ingress[0].from[0].ipBlock.except[0] is "10.1.0.0/8", all of "10.0.0.0/8"'],
    ],
    [
      'semantic 13: no range',
      from({ ipBlock: { cidr: '10.0.0.0/33' } }),
      ['spec.ingress[0].from[0].ipBlock.cidr is "10.0.0.0/33"; expected a range of addresses such as 10.0.0.0/8'],
    ],
    [
      'semantic 13: none at all',
      from({ ipBlock: {} }),
      ['spec.ingress[0].from[0].ipBlock.cidr is missing; expected a range of addresses such as 10.0.0.0/8'],
    ],
    [
      'semantic 14: IPv4 dressed as IPv6',
      from({ ipBlock: { cidr: '::ffff:10.0.0.0/104' } }),
      [
        'spec.ingress[0].from[0].ipBlock.cidr is "::ffff:10.0.0.0/104", IPv4 addresses written as IPv6 ones, which implementations read either way; write them as IPv4',
      ],
    ],
    [
      'semantic 16: a protocol',
      onPort({ protocol: 'tcp' }),
      ['spec.ingress[0].ports[0].protocol is "tcp"; expected one of SCTP, TCP, UDP'],
    ],
    ...[0, 65_536, 80.5, true, '', '80', 'no_name', 'much-too-long-name'].map((port): [string, unknown, string[]] => [
      `semantic 17: port ${JSON.stringify(port)}`,
      onPort({ port }),
      [`spec.ingress[0].ports[0].port is ${JSON.stringify(port)}; expected a number from 1 to 65535, or the name of a container's port`],
    ]),
    ['semantic 18: endPort alone', onPort({ endPort: 9 }), ['spec.ingress[0].ports[0].endPort is 9, but port is missing and no number']],
    [
      'semantic 18: endPort of a name',
      onPort({ port: 'http', endPort: 9 }),
      ['spec.ingress[0].ports[0].endPort is 9, but port is "http" and no number'],
    ],
    ['semantic 18: endPort below', onPort({ port: 10, endPort: 9 }), ['spec.ingress[0].ports[0].endPort is 9, below port 10']],
    [
      'semantic 18: endPort beyond',
      onPort({ port: 10, endPort: 65_536 }),
      ['spec.ingress[0].ports[0].endPort is 65536; expected a number from 1 to 65535'],
    ],
    [
      'semantic 20: In without values',
      selecting({ key: 'k', operator: 'In' }),
      ['spec.podSelector.matchExpressions[0].values is missing or empty, though the operator is In'],
    ],
    [
      'semantic 20: NotIn without values',
      selecting({ key: 'k', operator: 'NotIn', values: [] }),
      ['spec.podSelector.matchExpressions[0].values is missing or empty, though the operator is NotIn'],
    ],
    [
      'semantic 20: Exists with values',
      selecting({ key: 'k', operator: 'Exists', values: ['v'] }),
      ['spec.podSelector.matchExpressions[0].values is given, though the operator is Exists'],
    ],
    [
      'semantic 20: an operator',
      selecting({ key: 'k', operator: 'Equals', values: ['v'] }),
      ['spec.podSelector.matchExpressions[0].operator is "Equals"; expected In, NotIn, Exists, DoesNotExist'],
    ],
    [
      'a key',
      { podSelector: { matchLabels: { '-': 'v' } } },
      ['spec.podSelector.matchLabels["-"] is no label: "-" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."'],
    ],
    ['a value', { podSelector: { matchLabels: { k: true } } }, ['spec.podSelector.matchLabels.k is true, not a text']],
    ['a type', { policyTypes: ['Ingres'] }, ['spec.policyTypes[0] is "Ingres"; expected Ingress or Egress']],
    ['three types', { policyTypes: ['Ingress', 'Egress', 'Ingress'] }, ['spec.policyTypes has 3 items; there are but Ingress and Egress']],
    ['a list that is none', { ingress: {} }, ['spec.ingress is a mapping, not a list']],
    ['a mapping that is none', { podSelector: [] }, ['spec.podSelector is a list, not a mapping']],
    ['a spec that is none', 'all', ['spec is "all", not a mapping']],
    [
      'a field that is misspelt, and would be dropped',
      from({ podSelector: {}, namespaceSelectors: {} }),
      ['spec.ingress[0].from[0].namespaceSelectors is no field that is known here; known are podSelector, namespaceSelector, ipBlock'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(problems(spec)).toEqual(expected);
  });

  test('all of its problems at once', () => {
    const spec = {
      policyTypes: ['In'],
      ingress: [{ from: [{}], ports: [{ port: 0 }, { protocol: 'ICMP' }] }],
      egress: [{ to: [{ ipBlock: { cidr: 'x' } }] }],
    };

    expect(problems(spec).map((problem) => problem.split(' ')[0])).toEqual([
      'spec.ingress[0].from[0]',
      'spec.ingress[0].ports[0].port',
      'spec.ingress[0].ports[1].protocol',
      'spec.egress[0].to[0].ipBlock.cidr',
      'spec.policyTypes[0]',
    ]);
  });

  test.each([
    ['both selectors', from({ podSelector: {}, namespaceSelector: {} })],
    ['an exception inside', from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } })],
    ['the smallest and the largest port', { ingress: [{ ports: [{ port: 1, endPort: 65_535 }] }] }],
    ['a name of a port', onPort({ port: 'http-2' })],
    ['an empty value', selecting({ key: 'k', operator: 'In', values: [''] })],
    [
      'nulls, which are as good as nothing',
      { podSelector: null, policyTypes: null, ingress: [{ from: null, ports: [{ port: null, endPort: null }] }] },
    ],
    ['nothing', undefined],
  ])('what is near but right is taken: %s', (_name, spec) => {
    expect(problems(spec)).toEqual([]);
  });

  test('a policy without a name is refused', () => {
    expect(readNetworkPolicy(policy('a/', {})).problems?.map(({ field }) => field)).toEqual(['metadata.name']);
  });
});

describe('semantic 32: what is not understood is said to be undecided', () => {
  test.each([
    ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
    ['cilium.io/v2', 'CiliumNetworkPolicy'],
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
    ['cilium.io/v2', 'CiliumEgressGatewayPolicy'],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
    ['projectcalico.org/v3', 'NetworkPolicy'],
    ['projectcalico.org/v3', 'GlobalNetworkSet'],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy'],
    ['k8s.ovn.org/v1', 'EgressFirewall'],
    ['extensions/v1beta1', 'NetworkPolicy'],
    ['networking.k8s.io/v2', 'NetworkPolicy'],
  ])('%s %s', (apiVersion, kind) => {
    const { undecided, all } = new Policies([object(apiVersion, kind, 'a/p')]);

    expect(all).toEqual([]);
    expect(undecided.map(({ message }) => message)).toEqual([
      `is a ${kind} of ${apiVersion}, which is not understood: cannot decide who reaches whom`,
    ]);
  });

  test.each([
    ['networking.k8s.io/v1', 'NetworkPolicy'],
    ['networking.k8s.io/v1', 'Ingress'],
    ['crd.projectcalico.org/v1', 'IPPool'],
    ['example.org/v1', 'CiliumNetwork'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ])('but not %s %s', (apiVersion, kind) => {
    expect(new Policies([object(apiVersion, kind, 'a/p')]).undecided).toEqual([]);
  });
});

test('a policy that reads like one before it in JSON is read for itself', () => {
  const known = new Map();
  const read = (port: unknown) =>
    readNetworkPolicy(policy('a/p', { podSelector: {}, ingress: [{ ports: [{ port }] }] }), known).problems ?? [];

  expect([read(null), read(Number.NaN), read(null)].map((problems) => problems.length)).toEqual([0, 1, 0]);
});
