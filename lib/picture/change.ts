import { groupBy } from '../manifest/group-by';
import { compareText } from '../manifest/order';
import type { ReachChange, ReachChangeKind } from '../reach/reach-change';
import { addressLabel, alikeAsOne } from './addresses';
import { isOutside, type Membrane, namespaceIn } from './membrane';
import { ARROW_KINDS, type ArrowKind, NODE_KINDS, type Picture, type PictureArrow, type PictureNode } from './picture';

/** Arrows that one can still follow; beyond them namespaces are drawn in place of what is in them. */
const MOST_ARROWS = 40;

const KINDS: Readonly<Record<ReachChangeKind, ArrowKind>> = {
  new: 'opened',
  removed: 'closed',
  widened: 'altered',
  narrowed: 'altered',
  changed: 'altered',
};

/** What people read of a change besides its line. */
const WORDS: Readonly<Partial<Record<ArrowKind, string>>> = { opened: 'new', closed: 'gone', altered: 'other ports' };

/** The membrane on both sides of a change. */
export interface MembraneSides {
  readonly before: Membrane;
  readonly after: Membrane;
}

/** Pairs that may connect and could not before, may no longer, or may on other ports; nothing else that may connect. */
export function changePicture(name: string, changes: readonly ReachChange[], sides: MembraneSides): Picture {
  const arrows = arrowsOf(changes, sides);
  return arrows.length > MOST_ARROWS ? drawn(name, byNamespace(arrows), sides, () => 'everything') : drawn(name, arrows, sides, labelOf);
}

function arrowsOf(changes: readonly ReachChange[], sides: MembraneSides): PictureArrow[] {
  const kinds = new Map<string, ArrowKind>();
  const labelled = changes.map((change) => {
    const ports = portsText(change, sides);
    kinds.set(ports, KINDS[change.change]);
    return { from: change.from, to: change.to, ports };
  });
  const joined = alikeAsOne(labelled, sides.after.reachability.addresses.outside);
  return joined.map(({ from, to, ports }) => ({ from, to, label: ports, kind: kinds.get(ports) as ArrowKind }));
}

function portsText({ change, from, to, before, after }: ReachChange, sides: MembraneSides): string {
  const kind = KINDS[change];
  const ports = kind === 'altered' ? `${before} → ${after}` : `${after ?? before}`;
  const isAround = kind !== 'closed' && sides.after.arrowKind(from, to) === 'ungoverned';
  return `${WORDS[kind]}: ${ports}${isAround ? '\ninto a store, around the API' : ''}`;
}

/** One arrow for all of a kind between two namespaces. */
function byNamespace(arrows: readonly PictureArrow[]): PictureArrow[] {
  const place = (key: string): string => (isOutside(key) ? 'addresses outside' : `${namespaceIn(key)}/`);
  const groups = groupBy(arrows, ({ from, to, kind }) => JSON.stringify([place(from), place(to), kind]));
  return [...groups.values()].map((alike) => {
    const [{ from, to, kind }] = alike as [PictureArrow];
    const isAround = alike.some(({ label }) => label.includes('\n'));
    const label = `${WORDS[kind]}: ${alike.length === 1 ? '1 pair' : `${alike.length} pairs`}${isAround ? '\ninto a store, around the API' : ''}`;
    return { from: place(from), to: place(to), label, kind };
  });
}

function drawn(name: string, arrows: readonly PictureArrow[], { before, after }: MembraneSides, label: (key: string) => string): Picture {
  const keys = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].sort(compareText);
  const side = (key: string): Membrane =>
    before.reachability.workloads.has(key) && !after.reachability.workloads.has(key) ? before : after;
  const nodes = keys.map(
    (key): PictureNode => ({ key, label: isOutside(key) ? addressLabel(key) : label(key), kind: side(key).kindOf(key) }),
  );
  const inside = groupBy(
    nodes.filter(({ key }) => !isOutside(key)),
    ({ key }) => namespaceIn(key) as string,
  );
  return {
    name,
    outside: nodes.filter(({ key }) => isOutside(key)),
    groups: [...inside]
      .sort(([one], [other]) => after.compareNamespaces(one, other))
      .map(([namespace, own]) => ({ namespace, nodes: NODE_KINDS.flatMap((kind) => own.filter((node) => node.kind === kind)) })),
    arrows: ARROW_KINDS.flatMap((kind) => arrows.filter((arrow) => arrow.kind === kind)),
  };
}

/** `Kind/name` of what is in a namespace. */
function labelOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
