import { listAt, textsAt } from '../manifest/fields';
import { groupBy } from '../manifest/group-by';
import type { Manifest } from '../manifest/manifest';
import { nameOfSubject } from './field';
import { added } from './wording';

/** One thing that a rule of a role lets somebody do. */
interface Grant {
  readonly verb: string;
  /** `secrets`, `apps/deployments`, `secrets "tls"` or a path of the API server. */
  readonly on: string;
  readonly covers: (other: Grant) => boolean;
}

/** What a role lets do that another does not, wildcards counted as what they cover: `get/list of secrets + pods`. */
export function grantsBeyond(role: Manifest, other: Manifest): string[] {
  const known = grantsOf(other);
  const beyond = grantsOf(role).filter((grant) => !known.some((held) => held.covers(grant)));
  const verbsOf = groupBy(beyond, ({ on }) => on);
  const byVerbs = groupBy(verbsOf.keys(), (on) => [...new Set(verbsOf.get(on)?.map(({ verb }) => spokenVerb(verb)))].join('/'));
  return [...byVerbs].map(([verbs, resources]) => `${verbs} of ${added(resources)}`);
}

/** Everything that a role lets do. */
export function grantsIn(role: Manifest): string[] {
  return grantsBeyond(role, { ...role, rules: [] });
}

function spokenVerb(verb: string): string {
  return verb === '*' ? 'everything' : verb;
}

function grantsOf(role: Manifest): Grant[] {
  return listAt(role, 'rules').flatMap((rule) => {
    const verbs = textsAt(rule, 'verbs');
    const names = textsAt(rule, 'resourceNames');
    const resources = textsAt(rule, 'apiGroups').flatMap((group) => textsAt(rule, 'resources').map((resource) => ({ group, resource })));
    const onResources = resources.flatMap(({ group, resource }) =>
      (names.length === 0 ? [undefined] : names).flatMap((name) => verbs.map((verb) => resourceGrant(verb, group, resource, name))),
    );
    return [...onResources, ...textsAt(rule, 'nonResourceURLs').flatMap((url) => verbs.map((verb) => urlGrant(verb, url)))];
  });
}

interface ResourceGrant extends Grant {
  readonly group: string;
  readonly resource: string;
  readonly name: string | undefined;
}

function resourceGrant(verb: string, group: string, resource: string, name: string | undefined): ResourceGrant {
  const type = resource === '*' ? 'all resources' : resource;
  const where = group === '*' ? `${type} of all groups` : group === '' ? type : `${group}/${type}`;
  const matches = (held: string, asked: string): boolean => held === '*' || held === asked;
  return {
    verb,
    group,
    resource,
    name,
    on: name === undefined ? where : `${where} "${name}"`,
    covers: (other) =>
      'resource' in other &&
      matches(verb, other.verb) &&
      matches(group, (other as ResourceGrant).group) &&
      coversResource(resource, (other as ResourceGrant).resource) &&
      (name === undefined || name === (other as ResourceGrant).name),
  };
}

/** A wildcard covers all resources, a star before a slash a subresource of all. */
function coversResource(held: string, asked: string): boolean {
  return held === '*' || held === asked || (held.startsWith('*/') && asked.endsWith(held.slice(1)));
}

function urlGrant(verb: string, url: string): Grant {
  return {
    verb,
    on: url,
    covers: (other) =>
      !('resource' in other) &&
      (verb === '*' || verb === other.verb) &&
      (url === other.on || (url.endsWith('*') && other.on.startsWith(url.slice(0, -1)))),
  };
}

/** Whom a binding names: `Group platform`, `ServiceAccount monitoring/prometheus`. */
export function subjectsOf(binding: Manifest): string[] {
  return listAt(binding, 'subjects').map(nameOfSubject);
}
