import { entriesAt, listAt, textAt, textsAt } from '../manifest/fields';
import { groupBy } from '../manifest/group-by';
import { type Manifest, valueAt } from '../manifest/manifest';
import { peersOf } from '../manifest/nobody';
import { added } from './wording';

/** A connection that a NetworkPolicy permits. */
interface NetworkEdge {
  readonly direction: 'Ingress' | 'Egress';
  readonly peer: string;
  readonly port: string;
}

const ANYONE = 'anyone, outside the cluster too';
const ANY_PORT = 'all ports';

/** The connections that a policy permits and another does not, as people read them: `prometheus in monitoring → kfm-api on TCP 9090`. */
export function edgesBeyond(policy: Manifest, other: Manifest | undefined): string[] {
  const known = other === undefined ? [] : edgesOf(other);
  const subject = podsOf(valueAt(policy, 'spec.podSelector'));
  const isSame = other === undefined || podsOf(valueAt(other, 'spec.podSelector')) === subject;
  const beyond = edgesOf(policy).filter((edge) => !isSame || !known.some((held) => covers(held, edge)));
  return [...groupBy(beyond, (edge) => spoken(edge, subject))].map(([ends, edges]) => `${ends} on ${added(edges.map(({ port }) => port))}`);
}

function covers(held: NetworkEdge, asked: NetworkEdge): boolean {
  const [protocol] = asked.port.split(' ');
  return (
    held.direction === asked.direction &&
    (held.peer === asked.peer || held.peer === ANYONE) &&
    (held.port === asked.port || held.port === ANY_PORT || held.port === `${protocol} any port`)
  );
}

function spoken({ direction, peer }: NetworkEdge, subject: string): string {
  return direction === 'Ingress' ? `${peer} → ${subject}` : `${subject} → ${peer}`;
}

/** The directions in which a policy isolates the pods that it selects. */
export function directionsOf(policy: Manifest): ('Ingress' | 'Egress')[] {
  const types = textsAt(policy, 'spec.policyTypes');
  if (types.length === 0) return valueAt(policy, 'spec.egress') === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
  return (['Ingress', 'Egress'] as const).filter((direction) => types.includes(direction));
}

/** The directions in which a policy permits everything: policies only add to each other, so no other one restricts its pods there. */
export function unrestricted(policy: Manifest): string[] {
  const isAnything = ({ peer, port }: NetworkEdge): boolean => peer === ANYONE && port === ANY_PORT;
  return [...new Set(edgesOf(policy).flatMap((edge) => (isAnything(edge) ? [edge.direction] : [])))];
}

function edgesOf(policy: Manifest): NetworkEdge[] {
  return directionsOf(policy).flatMap((direction) => {
    const [rules, side] = direction === 'Ingress' ? (['spec.ingress', 'from'] as const) : (['spec.egress', 'to'] as const);
    return listAt(policy, rules).flatMap((rule) => {
      const ports = listAt(rule, 'ports');
      const portTexts = ports.length === 0 ? [ANY_PORT] : ports.map(portText);
      return (peersOf(rule, side)?.map(peerText) ?? [ANYONE]).flatMap((peer) => portTexts.map((port) => ({ direction, peer, port })));
    });
  });
}

function portText(port: unknown): string {
  const first = valueAt(port, 'port');
  const last = valueAt(port, 'endPort');
  return `${valueAt(port, 'protocol') ?? 'TCP'} ${first ?? 'any port'}${last === undefined ? '' : `-${last}`}`;
}

function peerText(peer: unknown): string {
  const range = textAt(peer, 'ipBlock.cidr');
  if (range !== undefined) {
    const except = textsAt(peer, 'ipBlock.except');
    return except.length === 0 ? range : `${range} except ${except.join(', ')}`;
  }
  const pods = podsOf(valueAt(peer, 'podSelector'));
  const namespaces = valueAt(peer, 'namespaceSelector');
  if (namespaces === undefined) return pods;
  const labels = entriesAt(namespaces, 'matchLabels');
  const name = labels.find(([label]) => label === 'kubernetes.io/metadata.name')?.[1];
  const where = name !== undefined && labels.length === 1 && listAt(namespaces, 'matchExpressions').length === 0 ? String(name) : undefined;
  return `${pods} in ${where ?? (podsOf(namespaces) === 'all pods' ? 'all namespaces' : `namespaces with ${podsOf(namespaces)}`)}`;
}

const WELL_KNOWN = ['app.kubernetes.io/instance', 'app.kubernetes.io/name'];

/** The pods that a selector chooses: by name if it says no more than their name, else by what it says. */
export function podsOf(selector: unknown): string {
  const labels = entriesAt(selector, 'matchLabels');
  const names = new Set(labels.flatMap(([label, value]) => (WELL_KNOWN.includes(label) ? [String(value)] : [])));
  const rest = labels.filter(([label]) => !WELL_KNOWN.includes(label)).map(([label, value]) => `${label}=${value}`);
  const expressions = listAt(selector, 'matchExpressions').map((item) =>
    `${textAt(item, 'key')} ${textAt(item, 'operator')} ${textsAt(item, 'values').join('|')}`.trim(),
  );
  return [...names, ...rest, ...expressions].join(' ') || 'all pods';
}

/** Directions in which none of the other policies of the namespace isolates the pods any more that this one selected. */
export function unisolated(policy: Manifest, directions: readonly string[], others: readonly Manifest[]): string[] {
  const labels = new Map(entriesAt(policy, 'spec.podSelector.matchLabels'));
  const selectsAll = (other: Manifest): boolean =>
    listAt(other, 'spec.podSelector.matchExpressions').length === 0 &&
    entriesAt(other, 'spec.podSelector.matchLabels').every(([label, value]) => labels.get(label) === value);
  return directions.filter(
    (direction) => !others.some((other) => directionsOf(other).some((own) => own === direction) && selectsAll(other)),
  );
}
