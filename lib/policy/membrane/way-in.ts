import { podSpecPath } from '../../manifest/pod-template';
import { isOutside } from '../../reach/peer-match';
import type { PortSet } from '../../reach/port-set';
import type { Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { type Access, accessTo, type Caller } from './caller';
import { spokenCallers } from './declared-callers';
import { spokenList } from './spoken-list';
import type { StorePods } from './store-pods';
import { reachOf } from './world-reach';

/** One violation for each policy that lets callers in on the same ports, or for the store itself if none closes it. */
export function* letIn(world: World, store: StorePods, callers: readonly Caller[]): Iterable<Violation> {
  const ways = new Map<string, WayIn & { readonly ports: PortSet; readonly names: readonly string[] }>();
  for (const caller of callers) {
    const access = accessTo(world, store, caller);
    if (access.ports.isEmpty) continue;
    const found = wayIn(world, store, caller, access);
    const key = `${found.object.key} ${found.field} ${access.ports}`;
    ways.set(key, { ...found, ports: access.ports, names: [...(ways.get(key)?.names ?? []), caller.name] });
  }
  for (const { object, field, how, names, ports } of ways.values()) {
    const message = `${how} ${some(names)} reach ${store.workload.key} on ${ports}, which is for ${spokenCallers(world, store)}`;
    yield { object, field, message };
  }
}

interface WayIn {
  readonly object: WorldObject;
  readonly field: string;
  readonly how: string;
}

function wayIn(world: World, { object }: StorePods, { neighbour }: Caller, { ports, verdicts }: Access): WayIn {
  const { objectOf } = reachOf(world);
  if (verdicts.some(({ isBeyondPolicies }) => isBeyondPolicies)) {
    const made = isOutside(neighbour) || !neighbour.hostNetwork ? undefined : neighbour.object;
    return onNode(made === undefined ? object : objectOf(made));
  }
  const allowing = verdicts
    .flatMap(({ sides }) => sides.flatMap(({ direction, allowedBy }) => (direction === 'Ingress' ? allowedBy : [])))
    .find((allowance) => !allowance.ports.intersection(ports).isEmpty);
  return allowing === undefined
    ? { object, field: '', how: 'is isolated by no policy for ingress, which lets' }
    : { object: objectOf(allowing.object), field: allowing.field, how: 'lets' };
}

/** Of the pods on the network of a node: a store, or those that call it. */
function onNode(object: WorldObject): WayIn {
  const field = `${podSpecPath(object.manifest)}.hostNetwork`;
  return { object, field, how: 'is true, and policies do not tell pods on a node from the node, which lets' };
}

const SHOWN = 3;

function some(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : spokenList(names);
}
