import { groupBy } from '../manifest/group-by';
import { compareText } from '../manifest/order';
import { type Connection, connections } from '../reach/connection';
import { addressLabel, alikeAsOne } from './addresses';
import { isOutside, type Membrane, namespaceIn } from './membrane';
import { ARROW_KINDS, NODE_KINDS, type Picture, type PictureNode } from './picture';
import { waysIn } from './way-in';

/** Connections as they are. @param workloads drawn although nothing connects them */
export function connectionPicture(name: string, membrane: Membrane, found: Iterable<Connection>, workloads: Iterable<string>): Picture {
  const keys = new Set(workloads);
  const arrows = [...found].map(({ from, to, ports }) => {
    keys.add(from).add(to);
    return { from, to, label: ports, kind: membrane.arrowKind(from, to) };
  });
  const nodes = [...keys].sort(compareText).map((key): PictureNode => ({ key, label: labelOf(key), kind: membrane.kindOf(key) }));
  const inside = groupBy(
    nodes.filter(({ key }) => !isOutside(key)),
    ({ key }) => namespaceIn(key) as string,
  );
  return {
    name,
    outside: nodes.filter(({ key }) => isOutside(key)),
    groups: [...inside]
      .sort(([one], [other]) => membrane.compareNamespaces(one, other))
      .map(([namespace, members]) => ({ namespace, nodes: byKind(members, NODE_KINDS) })),
    arrows: byKind(arrows, ARROW_KINDS),
  };
}

/** Connections with all that leads to them: ways in, pods of charts; addresses that connect alike are one. */
export function wholePicture(name: string, membrane: Membrane, found: Iterable<Connection>, workloads: Iterable<string>): Picture {
  return connectionPicture(name, membrane, alikeAsOne([...found], membrane.reachability.addresses.outside), workloads);
}

/**
 * The trust membrane alone: who may call pods, from outside and inside. Left out are metrics that the platform reads, what it does in its
 * own namespaces, and connections that leave the cluster.
 */
export function membranePicture(name: string, membrane: Membrane): Picture {
  const { reachability } = membrane;
  const everybody = { workloads: new Set(reachability.workloads.keys()) };
  const calls = [...connections(reachability, 'may', { to: everybody }), ...waysIn(membrane, 'may')];
  const isOfPlatform = (key: string): boolean => membrane.tierAt(key) === 'platform';
  const told = calls.filter(({ from, to }) => {
    const isAmongThem = isOfPlatform(to) && (isOfPlatform(from) || membrane.kindOf(to) === 'unseen');
    return !isAmongThem && !membrane.isWatching(from, to);
  });
  return wholePicture(name, membrane, told, []);
}

/** `Kind/name` of what is in a namespace. */
function labelOf(key: string): string {
  return isOutside(key) ? addressLabel(key) : key.slice(key.indexOf('/') + 1);
}

function byKind<Kind, Item extends { readonly kind: Kind }>(items: readonly Item[], kinds: readonly Kind[]): Item[] {
  return kinds.flatMap((kind) => items.filter((item) => item.kind === kind));
}
