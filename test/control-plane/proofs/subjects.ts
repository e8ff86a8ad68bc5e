import type { Environment, Manifest } from '../../../lib';
import type { Subject } from '../harness/cluster';
import { type Act, DUTIES, type Duty, dutiesOfTeam, EVERY_ACCOUNT, EVERYBODY, type Place } from './permissions';

/** Whose permissions are held against what they are there for. */
export interface Someone {
  /** @example 'team web', 'account kfm-api/tiles' */
  readonly called: string;
  readonly kind: 'team' | 'boundary' | 'account' | 'nobody';
  readonly as: Subject;
  readonly duties: readonly Duty[];
}

/** Everybody: each team, each boundary, each account of dist and the one that every namespace has, and a person of no group. */
export function everybody({ catalogue }: Environment, manifests: readonly Manifest[], places: readonly Place[]): Someone[] {
  const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata);
  const defaults = places.map(({ namespace }) => ({ name: 'default', namespace }));
  return [
    ...Object.entries(catalogue.teams).map(([team, { group }]) => person('team', `team ${team}`, group, dutiesOfTeam(team))),
    ...Object.entries(catalogue.boundaries).map(([boundary, { group }]) =>
      person('boundary', boundary, group, DUTIES[boundary as keyof typeof catalogue.boundaries]),
    ),
    ...[...accounts, ...defaults].map(({ name, namespace = '' }) => account(name, namespace)),
    person('nobody', 'a person of no group', undefined, []),
  ];
}

/** The API server adds `system:authenticated` itself. */
function person(kind: Someone['kind'], called: string, group: string | undefined, duties: readonly Duty[]): Someone {
  return { called, kind, as: { user: 'somebody@kfm.example.org', ...(group && { group }) }, duties };
}

/** The API server adds the groups of accounts itself, as for a token. */
function account(name: string, namespace: string): Someone {
  return {
    called: `account ${namespace}/${name}`,
    kind: 'account',
    as: { user: `system:serviceaccount:${namespace}:${name}` },
    duties: [],
  };
}

/** What somebody must be able to do in a place: nothing else. */
export function dueActs({ duties }: Someone, place: Place): Set<Act> {
  return new Set(duties.filter(({ where }) => where(place)).flatMap(({ acts }) => acts));
}

/** What Kubernetes gives without anybody deciding it. */
export function isEverybodys({ kind }: Someone, act: Act): boolean {
  return EVERYBODY.has(act) || (kind === 'account' && EVERY_ACCOUNT.has(act));
}

/** The namespaces of a cluster by what they are there for: the catalogue says whose the zones are. */
export function placesOf({ catalogue, cluster, traits }: Environment, manifests: readonly Manifest[], live: readonly string[]): Place[] {
  const ours = new Set(manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  return live.map((namespace) => {
    const zone = catalogue.namespaces[namespace];
    if (zone !== undefined) {
      const backedUp = zone.tier === 'store' && cluster.backup !== undefined;
      return { namespace, of: 'team', team: zone.team, backedUp, rehearsed: zone.tier === 'api' && traits.purpose === 'rehearsal' };
    }
    return { namespace, of: ours.has(namespace) ? 'platform' : 'cluster' };
  });
}
