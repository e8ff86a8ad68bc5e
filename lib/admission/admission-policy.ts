import type { Labels, Manifest } from '../manifest/manifest';
import { type CelValidation, templateOf, VARIABLES, validationsFor } from '../policy/cel/cel';
import type { Rule } from '../policy/rule';

/** Where rules are enforced, and how. */
export interface Enforcement {
  /** Minor version of the API server, `1.34`: since 1.30 it has these policies. */
  readonly kubernetes: string;
  /** Whether what breaks a rule is refused, or let in with a warning and an entry in the audit log. */
  readonly denies: boolean;
  /** Which namespaces, by a label of theirs. */
  readonly namespaces: { readonly label: string; readonly values: readonly string[] };
  readonly labels: Labels;
}

/** Of each group and kind that rules look at, what its URL says. A pod also changes by its ephemeral containers. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '/ConfigMap': ['configmaps'],
  '/PersistentVolumeClaim': ['persistentvolumeclaims'],
  '/Pod': ['pods', 'pods/ephemeralcontainers'],
  '/PodTemplate': ['podtemplates'],
  '/ReplicationController': ['replicationcontrollers'],
  '/Service': ['services'],
  '/ServiceAccount': ['serviceaccounts'],
  'apps/DaemonSet': ['daemonsets'],
  'apps/Deployment': ['deployments'],
  'apps/ReplicaSet': ['replicasets'],
  'apps/StatefulSet': ['statefulsets'],
  'autoscaling/HorizontalPodAutoscaler': ['horizontalpodautoscalers'],
  'batch/CronJob': ['cronjobs'],
  'batch/Job': ['jobs'],
  'networking.k8s.io/Ingress': ['ingresses'],
  'networking.k8s.io/NetworkPolicy': ['networkpolicies'],
  'policy/PodDisruptionBudget': ['poddisruptionbudgets'],
  'rbac.authorization.k8s.io/Role': ['roles'],
  'rbac.authorization.k8s.io/RoleBinding': ['rolebindings'],
};

/** Versions of groups that are served; the newest of each matches the others, too (matchPolicy Equivalent). */
const VERSIONS: Readonly<Record<string, string>> = { autoscaling: 'v2' };

const API_VERSION = 'admissionregistration.k8s.io/v1';

/**
 * The rules about single objects as the API server's own (requirement A34): for each a ValidatingAdmissionPolicy that fails closed,
 * and its binding to the namespaces of teams. What is reviewed is refused by the same text.
 */
export function admissionPolicies(rules: readonly Rule[], enforcement: Enforcement): Manifest[] {
  return rules.flatMap((rule) => {
    const kinds = (rule.cel?.kinds ?? []).filter((kind) => Object.hasOwn(RESOURCES, kind));
    const validations = rule.cel === undefined ? [] : validationsFor(rule.cel, enforcement.kubernetes);
    if (rule.cel?.isEnforced !== true || rule.severity !== 'error' || kinds.length === 0 || validations.length === 0) return [];
    return [policy(rule, kinds, validations, enforcement), binding(rule, enforcement)];
  });
}

/** Name of a rule's policy and binding: the id with a dot for its slash. */
export function policyName({ id }: Pick<Rule, 'id'>): string {
  return id.replace('/', '.');
}

function policy(rule: Rule, kinds: readonly string[], validations: readonly CelValidation[], { labels }: Enforcement): Manifest {
  const isAboutPods = validations.some(({ of }) => of !== 'object');
  const isAboutPodsAlone = validations.every(({ of }) => of !== 'object');
  return {
    apiVersion: API_VERSION,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: policyName(rule), labels },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: resourceRules(kinds) },
      matchConditions: isAboutPodsAlone ? [STAYS, CHANGES_PODS] : [STAYS],
      ...(isAboutPods && { variables: VARIABLES }),
      validations: validations.map((validation) => validationOf(rule, validation)),
    },
  };
}

/** What is being deleted may lose its finalizers, however bad it is: it goes. */
const STAYS = {
  name: 'stays',
  expression: "request.operation == 'CREATE' || !has(object.metadata.deletionTimestamp)",
};

/**
 * What was there before a rule may be scaled down, and its pods may finish: controllers do that by updates that leave the pods'
 * description as it is. Only an update of that is judged.
 */
const CHANGES_PODS = {
  name: 'changes-pods',
  expression: `request.operation == 'CREATE' || (${templateOf('object', '.spec')}) != (${templateOf('oldObject', '.spec')})`,
};

/** One entry for each group, in order. */
function resourceRules(kinds: readonly string[]): object[] {
  const groups = [...new Set(kinds.map((kind) => kind.split('/', 1)[0] as string))].sort();
  return groups.map((group) => ({
    apiGroups: [group],
    apiVersions: [VERSIONS[group] ?? 'v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: kinds.filter((kind) => kind.startsWith(`${group}/`)).flatMap((kind) => RESOURCES[kind] as readonly string[]),
  }));
}

/** A container's condition is asked of each, and those that break it are named. */
function validationOf({ id, fix }: Rule, { of, expression, field, message }: CelValidation): object {
  const said = `${id}: ${[field, message].filter(Boolean).join(' ')}; ${fix}`;
  if (of !== 'container') return { expression, message: said, reason: 'Forbidden' };
  const names = `variables.containers.filter(c, !(${expression})).map(c, c.name).join(', ')`;
  return {
    expression: `variables.containers.all(c, ${expression})`,
    message: said,
    messageExpression: `${JSON.stringify(`${id}: ${field === '' ? '' : `${field} of `}`)} + ${names} + ${JSON.stringify(` ${message}; ${fix}`)}`,
    reason: 'Forbidden',
  };
}

function binding(rule: Rule, { denies, namespaces: { label, values }, labels }: Enforcement): Manifest {
  return {
    apiVersion: API_VERSION,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policyName(rule), labels },
    spec: {
      policyName: policyName(rule),
      matchResources: { namespaceSelector: { matchExpressions: [{ key: label, operator: 'In', values: [...values] }] } },
      validationActions: denies ? ['Deny'] : ['Warn', 'Audit'],
    },
  };
}
