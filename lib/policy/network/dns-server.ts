import { entriesAt, listAt, numberAt, textAt, textsAt } from '../../manifest/fields';
import { type Labels, valueAt } from '../../manifest/manifest';
import { type Cidr, isWithin, parseCidr } from '../../reach/cidr';
import { once } from '../once';
import { selects, selectsAll } from '../wiring/label-selector';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { type PolicyRule, protocolOf } from './policy';

/** Whom pods of the clusters that we know ask for names. */
interface Server {
  readonly namespace: string;
  readonly labels: Labels;
  readonly port: number;
}

const SERVERS: readonly Server[] = [
  { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, port: 53 },
  { namespace: 'kube-system', labels: { 'k8s-app': 'coredns' }, port: 53 },
  { namespace: 'kube-system', labels: { 'app.kubernetes.io/name': 'coredns' }, port: 53 },
  { namespace: 'openshift-dns', labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, port: 5353 },
];

const PORT_NAMES: Readonly<Record<string, string>> = { UDP: 'dns', TCP: 'dns-tcp' };

/** NodeLocal DNSCache: pods of the node's own network, which selectors do not reach. */
const CACHE = parseCidr('169.254.20.10/32') as Cidr;

export const hasCacheOnNodes = once((world: World): boolean => world.pods.some(({ labels }) => labels['k8s-app'] === 'node-local-dns'));

/** Whether a rule for egress lets its pods ask one of the servers. */
export function reachesDns(world: World, { policy, peers, ports }: PolicyRule, protocol: string): boolean {
  return SERVERS.some(
    (server) =>
      (ports.length === 0 || ports.some((port) => isPortOf(server, port, protocol))) &&
      (peers.length === 0 || peers.some((peer) => isPeer(world, policy, peer, server))),
  );
}

function isPortOf({ port: wanted }: Server, port: unknown, protocol: string): boolean {
  if (protocolOf(port) !== protocol) return false;
  const first = valueAt(port, 'port');
  if (typeof first !== 'number') return first === undefined || first === PORT_NAMES[protocol];
  return first <= wanted && wanted <= (numberAt(port, 'endPort') ?? first);
}

function isPeer(world: World, policy: WorldObject, peer: unknown, { namespace, labels }: Server): boolean {
  const range = parseCidr(textAt(peer, 'ipBlock.cidr') ?? '');
  if (range !== undefined) return holdsServer(world, peer, range);
  if (hasCacheOnNodes(world)) return false;
  const pods = valueAt(peer, 'podSelector') ?? {};
  return isNamespace(world, policy, valueAt(peer, 'namespaceSelector'), namespace) && (selectsAll(pods) || selects(pods, labels));
}

/** Whether a block holds the cache, or everything that a server's address may be; where that is not known, any block may be it. */
function holdsServer(world: World, peer: unknown, range: Cidr): boolean {
  const exceptions = textsAt(peer, 'ipBlock.except').flatMap((text) => parseCidr(text) ?? []);
  const holds = (wanted: Cidr): boolean => isWithin(wanted, range) && !exceptions.some((exception) => isWithin(wanted, exception));
  if (hasCacheOnNodes(world)) return holds(CACHE);
  if (world.facts === undefined) return true;
  return world.facts.ranges.pods.some((text) => {
    const own = parseCidr(text);
    return own !== undefined && holds(own);
  });
}

/** Labels of a namespace that is not among the objects are not known, but for its name. */
function isNamespace(world: World, policy: WorldObject, selector: unknown, name: string): boolean {
  if (selector === undefined) return world.namespaceOf(policy) === name;
  const known = world.labelsOfNamespace(name);
  if (known !== undefined) return selects(selector, known);
  const asked = [
    ...entriesAt(selector, 'matchLabels').map(([key]) => key),
    ...listAt(selector, 'matchExpressions').map((at) => textAt(at, 'key')),
  ];
  return asked.some((key) => key !== NAME) || selects(selector, { [NAME]: name });
}

const NAME = 'kubernetes.io/metadata.name';
