import { listAt, textAt } from '../manifest/fields';
import { spokenName } from '../manifest/identity';
import { isMapping, ownValue, valueAt } from '../manifest/manifest';
import { nearest } from '../nearest';
import type { World } from '../policy/world';
import type { WorldObject } from '../policy/world-object';
import { type GraphFinding, type Link, nodeId } from './graph';
import { chartOf, type Parts, spokenPlace } from './parts';

const TEAM = 'platform.kfm.example.org/team';

/** Whose things are, and where they run. Of what runs the pods tell: a role for people beside them may be somebody else's. */
export function* ownerLinks(world: World, parts: Parts): Iterable<Link> {
  const knownTeam = (object: WorldObject): string | undefined => {
    const team = teamOf(object);
    return team === undefined || isUnknown(world, team) ? undefined : team;
  };
  const owned = world.pods.map(({ object }) => object).filter((object) => knownTeam(object) !== undefined);
  const running = new Set(owned.map((object) => parts.of(object)));
  for (const object of [...owned, ...world.objects.filter((other) => !running.has(parts.of(other)))]) {
    const part = parts.of(object);
    const team = knownTeam(object);
    if (part === undefined || team === undefined) continue;
    yield { kind: 'owns', from: nodeId('team', team), to: part, because: `label ${TEAM}` };
  }
  for (const { object, namespace } of world.pods) {
    const part = parts.of(object);
    if (part !== undefined && namespace !== '')
      yield { kind: 'runs-in', from: part, to: nodeId('namespace', namespace), because: spokenName(object.manifest) };
  }
  for (const application of world.ofType('argoproj.io/Application')) {
    const [part, chart] = [parts.of(application), chartOf(application.manifest)];
    const namespace = textAt(application.manifest, 'spec.destination.namespace');
    if (part === undefined || chart === undefined || !namespace) continue;
    yield { kind: 'runs-in', from: part, to: nodeId('namespace', namespace), because: `chart ${chart}` };
  }
}

/** Hosts that lead to a part, by what routes them. */
export function* hostLinks(world: World, parts: Parts): Iterable<Link> {
  for (const object of world.objects) {
    const part = parts.of(object);
    if (part === undefined) continue;
    for (const host of hostsOf(object))
      yield { kind: 'exposes', from: part, to: nodeId('host', host), because: spokenName(object.manifest) };
  }
}

/** Owners that are no team, each once for every part that names it. */
export function* strayOwners(world: World, parts: Parts): Iterable<GraphFinding> {
  const said = new Set<string>();
  for (const object of world.objects) {
    const part = parts.of(object);
    const team = teamOf(object);
    if (part === undefined || team === undefined || !isUnknown(world, team) || said.has(`${part} ${team}`)) continue;
    said.add(`${part} ${team}`);
    const owners = world.facts?.owners ?? [];
    const best = nearest(team, [...owners]);
    yield {
      kind: 'dangling',
      nodes: [part],
      where: spokenPlace(object, `metadata.labels["${TEAM}"]`),
      message: `is owned by ${team}, which is no team of the catalogue; ${best === undefined ? `there are ${owners.join(', ')}` : `did you mean ${best}?`}`,
    };
  }
}

function teamOf({ manifest }: WorldObject): string | undefined {
  const labels = valueAt(manifest, 'metadata.labels');
  const team = isMapping(labels) ? ownValue(labels, TEAM) : undefined;
  return typeof team === 'string' ? team : undefined;
}

function isUnknown({ facts }: World, team: string): boolean {
  return facts !== undefined && !facts.owners.includes(team);
}

function hostsOf({ manifest }: WorldObject): string[] {
  const texts = (values: readonly unknown[]): string[] => values.filter((value) => typeof value === 'string');
  switch (manifest.kind) {
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute':
      return texts(listAt(manifest, 'spec.hostnames'));
    case 'Ingress':
      return texts(listAt(manifest, 'spec.rules').map((rule) => valueAt(rule, 'host')));
    case 'Route':
      return texts([valueAt(manifest, 'spec.host')]);
    default:
      return [];
  }
}
