import type { Draw } from '../deep/edit';
import type { NetworkPolicy, PolicyPort } from '../reach/brute-force/kubernetes';
import {
  type Edit,
  inPeer,
  inPolicy,
  inRule,
  isPodMaker,
  isPolicy,
  labelsOf,
  type Mutable,
  type MutablePeer,
  named,
  nameOf,
  namespacesIn,
  policyAt,
  SIDES,
  selectorsIn,
} from './policy-edit';
import { copyOf, type ShippedObject } from './shipped';

const BLOCKS = ['0.0.0.0/0', '::/0', '10.44.0.0/16', '10.17.0.0/24', '10.45.0.0/16', '203.0.113.0/24', '10.0.0.0/8', '10.64.0.0/12'];
const EXCEPTIONS: Readonly<Record<string, string[]>> = {
  '0.0.0.0/0': ['10.0.0.0/8'],
  '10.0.0.0/8': ['10.44.0.0/16', '10.17.0.0/24', '10.45.0.0/16'],
  '10.44.0.0/16': ['10.44.0.0/17', '10.44.128.0/17'],
  '10.17.0.0/24': ['10.17.0.0/25'],
};

/** What somebody could do to one policy, by what it does. */
export const POLICY_EDITS: Readonly<Record<string, Edit>> = {
  'drop the policy': (objects, draw) => {
    const at = policyAt(objects, draw);
    return nameOf(objects.splice(at, 1)[0]);
  },
  'drop policyTypes of': inPolicy(({ spec }) => delete spec.policyTypes),
  'let egress alone be closed by': inPolicy(({ spec }) => {
    spec.policyTypes = ['Egress'];
  }),
  'let ingress alone be closed by': inPolicy(({ spec }) => {
    spec.policyTypes = ['Ingress'];
  }),
  'select all pods by': inPolicy(({ spec }) => {
    spec.podSelector = {};
  }),
  'select other pods by': inPolicy(({ spec }, draw, objects) => {
    spec.podSelector = { matchLabels: someLabels(objects, draw) };
  }),
  'select no pods by': inPolicy(({ spec }) => {
    spec.podSelector = { matchLabels: { nobody: 'here' } };
  }),
  'empty the peers of': inRule((rule, peers) => {
    rule[peers] = [];
  }),
  'drop the peers of': inRule((rule, peers) => delete rule[peers]),
  'drop the ports of': inRule((rule) => delete rule.ports),
  'give other ports to': inRule((rule, _, draw) => {
    rule.ports = [draw.of(OTHER_PORTS)];
  }),
  'allow everything by': inPolicy(({ spec }, draw) => {
    const [rules] = draw.of(SIDES);
    spec[rules] = [...(spec[rules] ?? []), {}];
  }),
  'split a peer of': inRule((rule, side, draw) => {
    const peers = rule[side] ?? [];
    const whole = draw.of(peers.filter(({ podSelector, namespaceSelector }) => podSelector && namespaceSelector));
    if (whole?.podSelector === undefined || whole.namespaceSelector === undefined) return;
    const { podSelector, namespaceSelector } = whole;
    rule[side] = [...peers.filter((peer) => peer !== whole), { podSelector }, { namespaceSelector }];
  }),
  'open a selector of': inPeer((peer, draw) => {
    const field = draw.of(selectorsIn(peer));
    if (field !== undefined) peer[field] = {};
  }),
  'take a selector out of': inPeer((peer, draw) => {
    if (peer.podSelector && peer.namespaceSelector) delete peer[draw.of(selectorsIn(peer))];
  }),
  'name other pods in': inPeer((peer, draw, objects) => {
    if (peer.podSelector) peer.podSelector = { matchLabels: someLabels(objects, draw) };
  }),
  'name another namespace in': inPeer((peer, draw, objects) => {
    if (peer.namespaceSelector) peer.namespaceSelector = { ...named(draw.of(namespacesIn(objects))) };
  }),
  'say a selector otherwise in': inPeer((peer, draw) => {
    const field = draw.of(selectorsIn(peer));
    const [[key, value] = []] = Object.entries((field && peer[field]?.matchLabels) ?? {});
    if (field === undefined || key === undefined || value === undefined) return;
    peer[field] = { matchExpressions: [draw.of(expressionsOf(key, value))] };
  }),
  'add a block to': inRule((rule, peers, draw) => {
    const cidr = draw.of(BLOCKS);
    const except = draw.below(2) === 0 ? EXCEPTIONS[cidr] : undefined;
    rule[peers] = [...(rule[peers] ?? []), { ipBlock: except === undefined ? { cidr } : { cidr, except: [...except] } }];
  }),
  'add a peer of another policy to': inRule((rule, side, draw, objects) => {
    const other = objects[policyAt(objects, draw)]?.manifest as unknown as NetworkPolicy;
    const peers = [...(other.spec.ingress ?? []), ...(other.spec.egress ?? [])].flatMap(({ from = [], to = [] }) => [...from, ...to]);
    const peer = draw.of(peers);
    if (peer !== undefined) rule[side] = [...(rule[side] ?? []), copyOf(peer) as MutablePeer];
  }),
  'move the policy': inPolicy(({ metadata }, draw, objects) => {
    metadata.namespace = draw.of(namespacesIn(objects));
  }),
  'give a name that is taken to': inPolicy(({ metadata }, draw, objects) => {
    const others = objects.filter(isPolicy).filter(({ manifest }) => manifest.metadata.namespace === metadata.namespace);
    metadata.name = draw.of(others)?.manifest.metadata.name ?? metadata.name;
  }),
};

/** What weakens nothing. */
export const HARMLESS_EDITS: Readonly<Record<string, Edit>> = {
  'say every port of': inRule((rule) => {
    rule.ports = (rule.ports ?? []).map((port) => ({ ...port }));
  }),
  'say twice a rule of': inPolicy(({ spec }) => {
    for (const [rules] of SIDES) if (spec[rules]) spec[rules] = [...spec[rules], ...spec[rules]];
  }),
  'close more by': inPolicy(({ spec }) => {
    spec.policyTypes = ['Ingress', 'Egress'];
  }),
  'turn round all from': (objects, draw) => {
    const at = draw.below(objects.length);
    objects.push(...objects.splice(0, at));
    return `${at}`;
  },
};

const OTHER_PORTS: readonly Mutable<PolicyPort>[] = [
  { protocol: 'TCP' },
  { port: 1, endPort: 65535, protocol: 'TCP' },
  { port: 5432 },
  { port: 'postgres', protocol: 'TCP' },
  { port: 'metrics', protocol: 'TCP' },
  { protocol: 'UDP', port: 5432 },
];

function expressionsOf(key: string, value: string) {
  return [
    { key, operator: 'In', values: [value] },
    { key, operator: 'NotIn', values: [value] },
    { key, operator: 'Exists' },
    { key, operator: 'DoesNotExist' },
  ];
}

/** One or two labels of the pods of a workload. */
function someLabels(objects: readonly ShippedObject[], draw: Draw): Record<string, string> {
  const labels = labelsOf(draw.of(objects.filter(isPodMaker)).manifest);
  const keys = ['app.kubernetes.io/name', ...(draw.below(2) === 0 ? ['app.kubernetes.io/instance'] : [])];
  return Object.fromEntries(keys.map((key) => [key, labels[key] ?? '']));
}
