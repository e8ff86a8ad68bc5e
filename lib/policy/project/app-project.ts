import { groupOf, isClusterScoped, isCustomResource } from '../../manifest/identity';
import { type Manifest, valueAt } from '../../manifest/manifest';
import { matchesGlob, matchesPattern } from './glob';

/** Where an Application delivers to, as its spec says it. */
export interface Destination {
  readonly server?: unknown;
  readonly name?: unknown;
  readonly namespace?: unknown;
}

/** The cluster that Argo CD runs in. */
const IN_CLUSTER: Destination = { server: 'https://kubernetes.default.svc' };

/**
 * Why an AppProject does not permit an object; undefined if it does. Read off the manifests alone, as Argo CD reads them: a custom
 * resource without a namespace is taken to be cluster-scoped, and an object that leaves out its namespace lands in that of the Application.
 */
export function notPermitted(project: Manifest, object: Manifest, cluster: Destination = IN_CLUSTER): string | undefined {
  const { namespace, name } = object.metadata;
  const kind = { group: groupOf(object.apiVersion), kind: object.kind };
  const spoken = `${object.kind}${kind.group === '' ? '' : ` of ${kind.group}`}`;
  if (isClusterScoped(object) || (isCustomResource(object) && namespace === undefined)) {
    const permitted = lists(project, 'clusterResource', kind, name);
    return permitted ? undefined : `${projectOf(project)} permits no cluster-scoped ${spoken} that is called ${name}`;
  }
  if (!lists(project, 'namespaceResource', kind)) return `${projectOf(project)} permits no ${spoken}`;
  return namespace === undefined ? undefined : destinationProblem(project, { ...cluster, namespace });
}

/** Why an AppProject takes nothing from a repository; undefined if it does. */
export function sourceProblem(project: Manifest, repository: string): string | undefined {
  const repositories = listAt(project, 'sourceRepos') ?? [];
  const verdicts = repositories.map((pattern) => {
    const [, not, glob = ''] = /^(!?)([\s\S]*)$/.exec(String(pattern)) ?? [];
    return verdictOf(`${not}${normalized(glob)}`, normalized(repository), '/');
  });
  return isPermitted(verdicts) ? undefined : `${projectOf(project)} takes nothing from ${repository}`;
}

/** Why an AppProject delivers nothing to a destination; undefined if it does. */
export function destinationProblem(project: Manifest, { server, name, namespace = '' }: Destination): string | undefined {
  const verdicts = (listAt(project, 'destinations') ?? []).map((item): Verdict => {
    const servers = verdictOf(textAt(item, 'server'), server);
    const names = verdictOf(textAt(item, 'name'), name);
    const namespaces = verdictOf(textAt(item, 'namespace'), namespace);
    if ((servers === 'permits' || names === 'permits') && namespaces === 'permits') return 'permits';
    return [servers, names, namespaces].includes('denies') ? 'denies' : 'ignores';
  });
  if (isPermitted(verdicts)) return undefined;
  return `${projectOf(project)} delivers nothing into ${namespace === '' ? 'no namespace' : `the namespace ${namespace}`} of ${server ?? name ?? 'no cluster'}`;
}

/** What one item of a list says about a value. */
type Verdict = 'permits' | 'denies' | 'ignores';

/** An item `!glob` permits what it does not match, and denies what it does, whatever the other items say. */
function verdictOf(item: string, value: unknown, separator?: '/'): Verdict {
  const isNegative = item.startsWith('!');
  // Argo CD holds a negative item against what is not said at all.
  if (typeof value !== 'string') return isNegative ? 'denies' : 'ignores';
  if (isNegative) return matchesGlob(item.slice(1), value, separator) ? 'denies' : 'permits';
  return item === '*' || matchesGlob(item, value, separator) ? 'permits' : 'ignores';
}

function isPermitted(verdicts: readonly Verdict[]): boolean {
  return verdicts.includes('permits') && !verdicts.includes('denies');
}

/** Whether an AppProject permits a kind inside namespaces. */
export function permitsKind(project: Manifest, kind: Kind): boolean {
  return lists(project, 'namespaceResource', kind);
}

export interface Kind {
  readonly group: string;
  readonly kind: string;
}

/** Whether a kind is on the white list and not on the black one. Without a white list every namespaced kind is permitted; with an empty one none is. */
function lists(project: Manifest, scope: 'clusterResource' | 'namespaceResource', kind: Kind, name?: string): boolean {
  const white = listAt(project, `${scope}Whitelist`) ?? (scope === 'namespaceResource' ? undefined : []);
  const black = listAt(project, `${scope}Blacklist`) ?? [];
  const isNamed = (item: unknown): boolean =>
    name === undefined || textAt(item, 'name') === '' || matchesPattern(textAt(item, 'name'), name);
  const isListed = (item: unknown): boolean =>
    matchesPattern(textAt(item, 'group'), kind.group) && matchesPattern(textAt(item, 'kind'), kind.kind) && isNamed(item);
  return (white === undefined || white.some(isListed)) && !black.some(isListed);
}

/** A repository as Argo CD compares it: in lower case, without `.git`, and one way to write SSH. */
function normalized(url: string): string {
  const bare = url
    .trim()
    .toLowerCase()
    .replace(/\.git$/, '');
  return bare.startsWith('ssh://') ? bare.slice('ssh://'.length) : bare.replace(/^([^/:@]*@[^@:]*):/, '$1/');
}

function listAt(project: Manifest, field: string): readonly unknown[] | undefined {
  const list = valueAt(project, `spec.${field}`);
  return Array.isArray(list) ? list : undefined;
}

function textAt(item: unknown, field: string): string {
  const text = valueAt(item, field);
  return typeof text === 'string' ? text : '';
}

function projectOf({ metadata }: Manifest): string {
  return `the project ${metadata.name}`;
}
