import { amongPods, isInside } from './known-ranges';
import type { IpBlock, NetworkPolicy, Peer } from './kubernetes';

const RANGES = { pods: ['10.44.0.0/16'], services: ['10.45.0.0/16'], nodes: ['10.17.0.0/24', 'fd00:1::/64'] };
const PODS: Peer = { podSelector: {} };

function policy(spec: NetworkPolicy['spec']): NetworkPolicy {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'a' }, spec };
}

function isPod(ipBlock: IpBlock, side: 'from' | 'to'): boolean {
  const rule = { [side]: [ipBlock].map((block) => ({ ipBlock: block })) };
  const { spec } = amongPods(policy(side === 'from' ? { ingress: [rule] } : { egress: [rule] }), RANGES);
  return [...(spec.ingress ?? []), ...(spec.egress ?? [])].length > 0;
}

test.each<[string, boolean, IpBlock, 'from' | 'to']>([
  ['everything holds pods', true, { cidr: '0.0.0.0/0' }, 'from'],
  ['a part of the pods', true, { cidr: '10.44.7.0/24' }, 'from'],
  ['one node', true, { cidr: '10.17.0.9/32' }, 'from'],
  ['a node by IPv6', true, { cidr: '::/0' }, 'from'],
  ['an address outside', false, { cidr: '203.0.113.0/24' }, 'from'],
  ['an address outside by IPv6', false, { cidr: '2001:db8::/32' }, 'from'],
  ['everything but them', false, { cidr: '10.0.0.0/8', except: ['10.44.0.0/16', '10.17.0.0/24'] }, 'from'],
  ['everything but half of the pods', true, { cidr: '10.44.0.0/16', except: ['10.44.0.0/17'] }, 'from'],
  ['everything but both halves', false, { cidr: '10.44.0.0/16', except: ['10.44.0.0/17', '10.44.128.0/17'] }, 'from'],
  ['a Service is no source', false, { cidr: '10.45.0.0/16' }, 'from'],
  ['a Service may be what is called', true, { cidr: '10.45.0.0/16' }, 'to'],
])('%s', (_, expected, block, side) => {
  expect(isPod(block, side)).toBe(expected);
});

test('a rule whose peers are all elsewhere is for nobody, one without peers for everybody', () => {
  const elsewhere = { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] };
  const mixed = { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }, PODS] };

  expect(amongPods(policy({ ingress: [elsewhere, {}, mixed] }), RANGES).spec.ingress).toEqual([{}, { from: [PODS] }]);
});

test('what a policy isolates does not follow from the rules that are left', () => {
  const { spec } = amongPods(policy({ egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }] }), RANGES);

  expect(spec).toEqual({ policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [] });
});

test('addresses of nodes are outside, those of pods and Services are not', () => {
  expect(['10.17.0.1', '10.44.0.1', '10.45.0.1', '203.0.113.1'].map((address) => isInside(address, RANGES))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
