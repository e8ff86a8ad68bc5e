import { groupOf } from './identity';
import type { Manifest } from './manifest';

/** A DNS label as of RFC 1123: `kfm-api`. At most 63 characters. */
export function dnsLabelProblem(name: string): string | undefined {
  return problem(
    name,
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    63,
    'lower-case letters, digits and "-", beginning and ending with a letter or digit',
  );
}

/** Dot-separated DNS labels: `api.dev.kfm.example.org`. At most 253 characters. */
export function dnsSubdomainProblem(name: string): string | undefined {
  const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
  return problem(
    name,
    new RegExp(`^${label}(\\.${label})*$`),
    253,
    'lower-case letters, digits, "-" and ".", each part beginning and ending with a letter or digit',
  );
}

/** A DNS label as of RFC 1035, which begins with a letter: the name of a Service. */
function dns1035LabelProblem(name: string): string | undefined {
  return problem(name, /^[a-z]([-a-z0-9]*[a-z0-9])?$/, 63, 'lower-case letters, digits and "-", beginning with a letter');
}

/** Names of RBAC objects may hold colons and capitals, but must stay one segment of a URL. */
function pathSegmentProblem(name: string): string | undefined {
  if (name === '.' || name === '..') return `"${name}" would leave its path; expected a name such as "reader"`;
  return problem(name, /^[A-Za-z0-9._:-]+$/, 253, 'letters, digits, ".", "_", ":" and "-"');
}

type NameProblem = (name: string) => string | undefined;

/** Kinds whose name becomes a DNS name, a label value or the stem of pod names, so that a label's length is the limit. */
const RULES: ReadonlyMap<string, NameProblem> = new Map<string, NameProblem>([
  ['/Namespace', dnsLabelProblem],
  ['/Service', dns1035LabelProblem],
  ['/Pod', dnsLabelProblem],
  ['apps/Deployment', dnsLabelProblem],
  ['apps/StatefulSet', (name) => limited(name, 52) ?? dnsLabelProblem(name)],
  ['apps/DaemonSet', dnsLabelProblem],
  ['apps/ReplicaSet', dnsLabelProblem],
  ['batch/Job', dnsLabelProblem],
  ['batch/CronJob', (name) => limited(name, 52) ?? dnsLabelProblem(name)],
  ['rbac.authorization.k8s.io/Role', pathSegmentProblem],
  ['rbac.authorization.k8s.io/RoleBinding', pathSegmentProblem],
  ['rbac.authorization.k8s.io/ClusterRole', pathSegmentProblem],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', pathSegmentProblem],
]);

/** Why the API server, or a controller that derives names from this one, would refuse the object's name; undefined if none would. */
export function objectNameProblem({ apiVersion, kind, metadata }: Manifest): string | undefined {
  const rule = RULES.get(`${groupOf(apiVersion)}/${kind}`) ?? dnsSubdomainProblem;
  return rule(metadata.name);
}

function limited(name: string, length: number): string | undefined {
  if (name.length <= length) return undefined;
  return `"${shown(name)}" has ${name.length} characters; at most ${length} leave room for what its controller appends`;
}

function problem(name: string, pattern: RegExp, length: number, expected: string): string | undefined {
  if (name === '') return `the name is empty; expected ${expected}`;
  if (name.length > length) return `"${shown(name)}" has ${name.length} characters; at most ${length} are allowed`;
  return pattern.test(name) ? undefined : `"${shown(name)}" is no valid name; expected ${expected}`;
}

/** The name with everything but printable ASCII spelled out, so that look-alikes and invisible characters show; cut after 80 characters. */
export function shown(name: string): string {
  const spelled = name.replace(
    /[^\x20-\x7e]/gu,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
  return spelled.length > 80 ? `${spelled.slice(0, 77)}...` : spelled;
}
