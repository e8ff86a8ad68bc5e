import type { FieldChange } from '../manifest/changes';
import { typeOf } from '../manifest/identity';
import { valueAt } from '../manifest/manifest';
import { podSpec, podSpecPath } from '../manifest/pod-template';
import type { Aspect, Version } from './aspect';
import type { Effect } from './consequence';
import { below } from './field';
import { grantsBeyond, subjectsOf } from './grants';
import { libertiesOf } from './liberties';
import { allowancesOf, denialsOf, isAllowance, podSecurityOf } from './projects';
import { gainedAndLost, joined, listed, spokenAll } from './wording';

/** Who may do more than before; who may do less is configuration. */
export const permission: Aspect = (version, open) => {
  const type = typeOf(version.after);
  if (Object.hasOwn(READERS, type)) return (READERS[type] as Reader)(version, open);
  return podSpecPath(version.after) === undefined ? [] : pods(version, open);
};

type Reader = (version: Version, open: readonly FieldChange[]) => readonly Effect[];

const READERS: Readonly<Record<string, Reader>> = {
  'rbac.authorization.k8s.io/Role': role,
  'rbac.authorization.k8s.io/ClusterRole': role,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'argoproj.io/AppProject': project,
  'argoproj.io/Application': application,
  '/Namespace': namespace,
  '/ServiceAccount': account,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': guard,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': guard,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': guard,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': guard,
};

/** One effect of everything that a list of rules lets do more or less. */
function shift(gained: readonly string[], lost: readonly string[], fields: readonly FieldChange[], same: string): Effect[] {
  if (fields.length === 0) return [];
  const summary = joined(gained.length > 0 ? `widens: ${listed(gained)}` : '', lost.length > 0 ? `narrows: ${listed(lost)}` : '');
  const isWildcard = gained.some((item) => /\*|everything|all resources/.test(item));
  return [{ risk: gained.length > 0 ? 'permission' : 'configuration', weight: isWildcard ? 5 : 1, summary: summary || same, fields }];
}

function role({ before, after }: Version, open: readonly FieldChange[]): readonly Effect[] {
  const aggregated = open.filter(below('aggregationRule'));
  const rules = shift(
    grantsBeyond(after, before),
    grantsBeyond(before, after),
    open.filter(below('rules')),
    'permits the same in other words',
  );
  if (aggregated.length === 0) return rules;
  return [
    ...rules,
    { risk: 'permission', weight: 3, summary: `gathers the rules of other roles: ${spokenAll(aggregated)}`, fields: aggregated },
  ];
}

function binding({ before, after }: Version, open: readonly FieldChange[]): readonly Effect[] {
  const { gained, lost } = gainedAndLost(subjectsOf(before), subjectsOf(after));
  return shift(
    gained.map((who) => `${who} too`),
    lost.map((who) => `no longer ${who}`),
    open.filter(below('subjects')),
    'binds the same',
  );
}

function project({ before, after }: Version, open: readonly FieldChange[]): readonly Effect[] {
  const allowed = gainedAndLost(allowancesOf(before), allowancesOf(after));
  const denied = gainedAndLost(denialsOf(before), denialsOf(after));
  const gained = [...allowed.gained, ...denied.lost.map((kind) => `${kind}, denied until now`)];
  const lost = [...allowed.lost, ...denied.gained.map((kind) => `${kind} denied`)];
  return shift(
    gained,
    lost,
    open.filter(({ field }) => isAllowance(field)),
    'allows the same in other words',
  );
}

function application(_: Version, open: readonly FieldChange[]): readonly Effect[] {
  const fields = open.filter(({ field }) => field === 'spec.project');
  return fields.length === 0
    ? []
    : [{ risk: 'permission', weight: 2, summary: `is judged by another AppProject: ${spokenAll(fields)}`, fields }];
}

const LEVELS = ['restricted', 'baseline', 'privileged'];

/** A level that is absent is the cluster's default, which nobody here knows: privileged, unless its administrator chose another. */
function namespace({ before, after }: Version, open: readonly FieldChange[]): readonly Effect[] {
  const fields = open.filter(
    ({ field }) => /^metadata\.labels(?:\["pod-security\.kubernetes\.io\/|$)/.test(field) && isSecurity(field, before, after),
  );
  if (fields.length === 0) return [];
  const was = podSecurityOf(before);
  const is = podSecurityOf(after);
  const rank = (level: string | undefined): number => (level === undefined ? LEVELS.length : LEVELS.indexOf(level));
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((mode) => was.get(mode) !== is.get(mode));
  const say = (mode: string): string =>
    `Pod Security ${mode} ${was.get(mode) ?? "the cluster's default"} → ${is.get(mode) ?? "the cluster's default"}`;
  const looser = changed.filter((mode) => rank(is.get(mode)) > rank(was.get(mode)));
  const stricter = changed.filter((mode) => !looser.includes(mode));
  const weight = looser.includes('enforce') ? 6 : 0;
  return shift(looser.map(say), stricter.map(say), fields, `Pod Security: ${spokenAll(fields)}`).map((effect) => ({ ...effect, weight }));
}

function isSecurity(field: string, ...sides: readonly Version['after'][]): boolean {
  return field !== 'metadata.labels' || sides.some((side) => podSecurityOf(side).size > 0);
}

/** Annotations by which clouds hand out identities to the pods of a ServiceAccount. */
const CLOUD_IDENTITY = /role-arn|gcp-service-account|azure\.workload\.identity/;

function account({ before, after }: Version, open: readonly FieldChange[]): readonly Effect[] {
  const token = open.filter(({ field }) => field === 'automountServiceAccountToken');
  const mounts = (side: Version['after']): string[] =>
    valueAt(side, 'automountServiceAccountToken') === false ? [] : ['pods get its token unless they decline'];
  const { gained, lost } = gainedAndLost(mounts(before), mounts(after));
  const identity = open.filter(({ field }) => CLOUD_IDENTITY.test(field));
  const cloud: Effect[] =
    identity.length === 0
      ? []
      : [{ risk: 'permission', weight: 3, summary: `another identity in the cloud: ${spokenAll(identity)}`, fields: identity }];
  return [...shift(gained, lost, token, 'mounts its token as before'), ...cloud];
}

/** What the API server refuses or alters for everybody may be more or less: that takes reading. */
function guard(_: Version, open: readonly FieldChange[]): readonly Effect[] {
  const fields = open.filter(({ field }) => !field.startsWith('metadata.'));
  return fields.length === 0
    ? []
    : [{ risk: 'permission', weight: 2, summary: `what the API server refuses changes: ${spokenAll(fields)}`, fields }];
}

const LIBERTY =
  /(?:^|\.)(?:securityContext|hostNetwork|hostPID|hostIPC|automountServiceAccountToken|serviceAccountName|serviceAccount)(?=$|[.[])|\.hostPath\b/;

function pods({ before, after }: Version, open: readonly FieldChange[]): readonly Effect[] {
  const path = podSpecPath(after) as string;
  const { gained, lost } = gainedAndLost(libertiesOf(podSpec(before)), libertiesOf(podSpec(after)));
  const fields = open.filter((change) => below(path)(change) && LIBERTY.test(change.field.slice(path.length)));
  const arrived = gained.length > 0 && fields.length === 0;
  if (arrived) return [{ risk: 'permission', summary: `pods may ${listed(gained)}`, fields: [] }];
  if (fields.length === 0) return [];
  const summary = joined(
    gained.length > 0 ? `pods may ${listed(gained)}` : '',
    lost.length > 0 ? `pods may no longer ${listed(lost)}` : '',
  );
  return [
    {
      risk: gained.length > 0 ? 'permission' : 'configuration',
      weight: 2,
      summary: summary || `security settings: ${spokenAll(fields)}`,
      fields,
    },
  ];
}
