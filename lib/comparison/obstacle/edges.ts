import { groupBy } from '../../manifest/group-by';
import type { LaidOut } from '../../manifest/layout';
import { isMapping, valueAt } from '../../manifest/manifest';
import { peersOf } from '../../manifest/nobody';
import { isEqual } from '../difference';
import type { Side } from '../side';
import type { Obstacle } from './obstacle';
import { componentsIn } from './versions';

type Direction = 'ingress' | 'egress';

/** One permission of a network policy: pods, one direction, one peer, one port. */
interface Edge {
  readonly component: string;
  readonly direction: Direction;
  readonly namespace: string;
  /** Labels of the pods that it is for; empty is all of the namespace. */
  readonly pods: Readonly<Record<string, string>>;
  /** Undefined is anybody. */
  readonly peer: unknown;
  /** `TCP 5432`; undefined is any. */
  readonly port?: string;
}

/** Connections of components that the first environment's policies allow and the second's do not. */
export function missingEdges(from: Side, to: Side): Obstacle[] {
  const there = edgesOf(to);
  const present = componentsIn(to);
  const missing = edgesOf(from).filter(
    (edge) => from.components.has(edge.component) && present.has(edge.component) && !there.some((other) => allows(other, edge, to, from)),
  );
  const groups = groupBy(missing, ({ component, direction, namespace, pods, peer }) =>
    JSON.stringify([component, direction, namespace, pods, peer]),
  );
  return [...groups.values()].map((edges): Obstacle => {
    const [{ component, direction, namespace, pods, peer }] = edges as [Edge];
    const ports = edges.map(({ port = 'any port' }) => port).join(', ');
    const subject = nameOf(pods) ?? `every pod of ${namespace}`;
    const act = direction === 'egress' ? `may connect to ${spoken(peer)}` : `lets ${spoken(peer)} in`;
    return { kind: 'edge', where: component, summary: `${subject} ${act} on ${ports} in ${from.name}; no policy of ${to.name} allows it` };
  });
}

/** Namespaces that are closed there and open here. */
export function closedNamespaces(from: Side, to: Side): Obstacle[] {
  const here = closed(from.objects);
  const namespaces = new Set(from.objects.flatMap(({ manifest }) => (manifest.kind === 'Namespace' ? [manifest.metadata.name] : [])));
  return [...closed(to.objects)]
    .filter((place) => !here.has(place) && namespaces.has(place.split(' ')[0] as string))
    .map((place): Obstacle => {
      const [namespace = '', direction = ''] = place.split(' ');
      const summary = `${namespace}: ${direction.toLowerCase()} is closed in ${to.name} but for what policies name, and open in ${from.name}`;
      return { kind: 'edge', where: namespace, summary };
    });
}

/** `namespace Ingress`, where a policy selects every pod. */
function closed(objects: readonly LaidOut[]): Set<string> {
  return new Set(
    objects.flatMap(({ manifest }) => {
      if (manifest.kind !== 'NetworkPolicy' || !isEqual(valueAt(manifest, 'spec.podSelector'), {})) return [];
      const types = (valueAt(manifest, 'spec.policyTypes') ?? ['Ingress']) as readonly string[];
      return types.map((type) => `${manifest.metadata.namespace} ${type}`);
    }),
  );
}

function edgesOf({ objects }: Side): Edge[] {
  return objects.flatMap(({ manifest, unit }) => {
    if (manifest.kind !== 'NetworkPolicy') return [];
    const pods = (valueAt(manifest, 'spec.podSelector.matchLabels') ?? {}) as Readonly<Record<string, string>>;
    const shared = { component: unit.component, namespace: manifest.metadata.namespace ?? '', pods };
    return (['ingress', 'egress'] as const).flatMap((direction) => {
      const rules = (valueAt(manifest, `spec.${direction}`) ?? []) as readonly Readonly<Record<string, unknown>>[];
      return rules.flatMap((rule) => {
        const peers = peersOf(rule, direction === 'ingress' ? 'from' : 'to') ?? [undefined];
        const ports = (rule.ports ?? [undefined]) as readonly unknown[];
        return peers.flatMap((peer) =>
          ports.map((port) => ({ ...shared, direction, peer, ...(port !== undefined && { port: portOf(port) }) })),
        );
      });
    });
  });
}

function portOf(port: unknown): string {
  const end = valueAt(port, 'endPort');
  return `${valueAt(port, 'protocol') ?? 'TCP'} ${valueAt(port, 'port')}${end === undefined ? '' : `-${end}`}`;
}

/** Whether a permission of one environment covers one of the other, in which the same facts may have other addresses. */
function allows(other: Edge, edge: Edge, otherSide: Side, side: Side): boolean {
  return (
    other.direction === edge.direction &&
    other.namespace === edge.namespace &&
    Object.entries(other.pods).every(([label, value]) => edge.pods[label] === value) &&
    (other.port === undefined || other.port === edge.port) &&
    (other.peer === undefined || isEqual(other.peer, edge.peer) || isSameFact(other.peer, otherSide, edge.peer, side))
  );
}

function isSameFact(other: unknown, otherSide: Side, peer: unknown, side: Side): boolean {
  const [cidr, otherCidr] = [valueAt(peer, 'ipBlock.cidr'), valueAt(other, 'ipBlock.cidr')];
  if (cidr === undefined || otherCidr === undefined) return false;
  if (cidr === otherCidr) return true;
  const facts = factsOf(cidr, side);
  return factsOf(otherCidr, otherSide).some((fact) => facts.includes(fact));
}

/** The facts of the cluster that hold an address range. */
function factsOf(cidr: unknown, { cluster }: Side): string[] {
  const lists = { ...cluster.ranges, backup: valueAt(cluster.backup, 'ranges'), logs: cluster.logs?.ranges };
  return Object.entries(lists).flatMap(([fact, ranges]) => (Array.isArray(ranges) && ranges.includes(cidr) ? [fact] : []));
}

function nameOf(labels: unknown): string | undefined {
  if (!isMapping(labels)) return undefined;
  return (labels['app.kubernetes.io/instance'] ?? labels['app.kubernetes.io/name'] ?? Object.values(labels)[0]) as string | undefined;
}

/** A peer as people say it. */
function spoken(peer: unknown): string {
  if (peer === undefined) return 'anybody';
  const cidr = valueAt(peer, 'ipBlock.cidr');
  if (cidr !== undefined) return String(cidr);
  const namespace = nameOf(valueAt(peer, 'namespaceSelector.matchLabels'));
  const pods = nameOf(valueAt(peer, 'podSelector.matchLabels')) ?? 'every pod';
  return namespace === undefined ? pods : `${pods} in ${namespace}`;
}
