import type { CelValidation } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { ADMISSION_GROUP, ADMISSION_RESOURCES } from './admission-resources';
import { ROLE_KINDS } from './role-kinds';

/** Verbs on resources that no role may grant. */
interface Power {
  /** @default any */
  readonly verbs?: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  /** Whether it is harmless for resources that the rule names. */
  readonly isNarrowedByName?: boolean;
  /** What it comes to. */
  readonly message: string;
}

const CHANGE = ['create', 'update', 'patch'];
const REMOVE = ['delete', 'deletecollection'];
const RBAC = 'rbac.authorization.k8s.io';

const POWERS: readonly Power[] = [
  {
    verbs: CHANGE,
    groups: [RBAC],
    resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
    message: 'grant changing roles or bindings',
  },
  { verbs: ['create'], groups: [''], resources: ['serviceaccounts/token'], message: 'grant making tokens of ServiceAccounts' },
  {
    verbs: ['get', 'list', 'watch'],
    groups: [''],
    resources: ['secrets'],
    isNarrowedByName: true,
    message: 'grant reading Secrets that they do not name',
  },
  {
    verbs: ['create'],
    groups: [''],
    resources: ['pods'],
    message: 'grant making pods, which may use every ServiceAccount and Secret there',
  },
  // Over a web socket a connection begins with a GET.
  { verbs: ['create', 'get'], groups: [''], resources: ['pods/attach', 'pods/exec'], message: 'grant running commands in pods' },
  { verbs: ['update', 'patch'], groups: [''], resources: ['pods/ephemeralcontainers'], message: 'grant adding containers to running pods' },
  { groups: [''], resources: ['nodes/proxy'], message: 'grant reaching the kubelet, which runs commands in every pod of a node' },
  {
    verbs: ['create'],
    groups: [''],
    resources: ['persistentvolumes'],
    message: "grant making PersistentVolumes, which may be a node's own disk",
  },
  {
    verbs: CHANGE,
    groups: ['certificates.k8s.io'],
    resources: ['certificatesigningrequests/approval', 'certificatesigningrequests/status'],
    message: 'grant approving or signing certificates',
  },
  {
    verbs: ['approve', 'sign'],
    groups: ['certificates.k8s.io'],
    resources: ['signers'],
    message: 'grant approving or signing certificates',
  },
  {
    verbs: [...CHANGE, ...REMOVE],
    groups: [ADMISSION_GROUP],
    resources: ADMISSION_RESOURCES,
    message: 'grant changing what the API server admits',
  },
  {
    verbs: [...CHANGE, ...REMOVE],
    groups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    message: 'grant changing definitions of custom resources, and removing all that are there',
  },
  {
    verbs: [...CHANGE, ...REMOVE],
    groups: ['argoproj.io'],
    resources: ['applications', 'applicationsets', 'appprojects'],
    message: 'grant changing what Argo CD applies, and removing what it applied',
  },
  { verbs: CHANGE, groups: ['apiregistration.k8s.io'], resources: ['apiservices'], message: 'grant answering for the API server' },
  {
    verbs: CHANGE,
    groups: ['', 'discovery.k8s.io'],
    resources: ['endpoints', 'endpointslices'],
    message: 'grant changing where Services lead to',
  },
];

export const escalation = celRule({
  id: 'rbac/escalation',
  title: 'No role grants a power by which its holder gets more',
  severity: 'error',
  rationale:
    'Each of these is a step to the rights of others, or around a gate (hardening 2: CIS 5.1.2, 5.1.4, 5.1.8 to 5.1.13, NSA C-0002; Kubernetes, "RBAC good practices").',
  requirements: ['A33', 'B8', 'C13'],
  fix: 'grant what is read or changed by name; a controller that cannot do without it belongs to the chart that brings it, outside the namespaces of teams',
  kinds: ROLE_KINDS,
  validations: [
    granting("r.?verbs.orValue([]).exists(v, v == 'bind')", 'grant bind: handing out roles that one does not have'),
    granting("r.?verbs.orValue([]).exists(v, v == 'escalate')", 'grant escalate: writing roles that may do more than oneself'),
    // Since 1.35 also `impersonate:user-info` and the like.
    granting("r.?verbs.orValue([]).exists(v, v.startsWith('impersonate'))", 'grant impersonate: acting as somebody else'),
    ...POWERS.map((power) => granting(conditionOf(power), power.message)),
  ],
});

/** No rule `r` of the role may be like this. */
function granting(condition: string, message: string): CelValidation {
  return { of: 'object', expression: `object.?rules.orValue([]).all(r, !(${condition}))`, field: 'rules', message };
}

function conditionOf({ verbs, groups, resources, isNarrowedByName = false }: Power): string {
  return [
    ...(verbs === undefined ? [] : [anyOf('verbs', ['*', ...verbs])]),
    anyOf('apiGroups', ['*', ...groups]),
    anyOf('resources', resources),
    ...(isNarrowedByName ? ['size(r.?resourceNames.orValue([])) == 0'] : []),
  ].join(' && ');
}

/** Whether a field of the rule has one of these. The resource `*` is for rbac/wildcard to find. */
function anyOf(field: string, values: readonly string[]): string {
  return `r.?${field}.orValue([]).exists(x, x in [${values.map((value) => `'${value}'`).join(', ')}])`;
}
