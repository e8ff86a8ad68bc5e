import { listAt, textsAt } from '../../manifest/fields';
import { ADMISSION_GROUP, ADMISSION_RESOURCES } from './admission-resources';

/** What a role lets its holder do beyond what it names. */
export interface Power {
  /** As it follows "may": `make pods`. */
  readonly does: string;
  /**
   * Whose rights come with it, in the namespaces where the role is granted: those of every ServiceAccount, of those that pods
   * run as, of those that a token is kept of, or of some by name. Absent: it is enough to take everything.
   */
  readonly takes?: 'every' | 'running' | 'kept' | readonly string[];
}

/** A rule of a role, which may be malformed. */
type RoleRule = unknown;

interface Step extends Power {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  /** Whether only a ClusterRoleBinding grants it: the resources have no namespace. */
  readonly isForCluster?: boolean;
}

const CHANGE = ['create', 'update', 'patch'];
const CHANGE_OR_DELETE = [...CHANGE, 'delete', 'deletecollection'];
const READ = ['get', 'list', 'watch'];
const RBAC = ['rbac.authorization.k8s.io'];

/** First what is enough by itself, the greatest first. */
const STEPS: readonly Step[] = [
  { does: 'do everything', verbs: ['*'], groups: ['*'], resources: ['*'] },
  { does: 'write roles and bindings', verbs: CHANGE, groups: RBAC, resources: ['rolebindings', 'roles'] },
  { does: 'write roles and bindings', verbs: CHANGE, groups: RBAC, resources: ['clusterrolebindings', 'clusterroles'], isForCluster: true },
  { does: 'hand out roles that it does not have', verbs: ['bind', 'escalate'], groups: RBAC, resources: ['clusterroles', 'roles'] },
  {
    does: 'write what the API server admits',
    verbs: CHANGE_OR_DELETE,
    groups: [ADMISSION_GROUP],
    resources: ADMISSION_RESOURCES,
    isForCluster: true,
  },
  { does: 'write network policies', verbs: CHANGE_OR_DELETE, groups: ['networking.k8s.io'], resources: ['networkpolicies'] },
  {
    does: 'write what Argo CD applies',
    verbs: CHANGE,
    groups: ['argoproj.io'],
    resources: ['applications', 'applicationsets', 'appprojects'],
  },
  { does: 'sign certificates', verbs: ['approve', 'sign'], groups: ['certificates.k8s.io'], resources: ['signers'], isForCluster: true },
  { does: 'make pods', takes: 'every', verbs: ['create'], groups: [''], resources: ['pods'] },
  {
    does: 'write workloads',
    takes: 'every',

    verbs: CHANGE,
    groups: ['', 'apps', 'batch'],
    resources: ['cronjobs', 'daemonsets', 'deployments', 'jobs', 'replicasets', 'replicationcontrollers', 'statefulsets'],
  },
  {
    does: 'run commands in pods',
    takes: 'running',

    verbs: ['create', 'get'],
    groups: [''],
    resources: ['pods/attach', 'pods/exec'],
  },
  {
    does: 'change pods',
    takes: 'running',

    verbs: ['update', 'patch'],
    groups: [''],
    resources: ['pods', 'pods/ephemeralcontainers'],
  },
  { does: 'reach the kubelets', takes: 'running', verbs: ['create', 'get'], groups: [''], resources: ['nodes/proxy'], isForCluster: true },
];

/** Connections that come from the API server or the kubelet, which no network policy tells from others. */
const PAST_POLICIES = { verbs: ['create', 'get'], groups: [''], resources: ['pods/portforward', 'pods/proxy', 'services/proxy'] };

/** Every way in which rules let their holder get at what pods hold. */
export function waysToPods(rules: readonly RoleRule[], isForCluster: boolean): string[] {
  const { verbs, groups, resources } = PAST_POLICIES;
  const past = namesIn(rules, verbs, groups, resources) === undefined ? [] : ['connect to pods past network policies'];
  return [...powersOf(rules, isForCluster).map(({ does }) => does), ...past];
}

/** What the rules of a role come to, where it is granted in one namespace or in all. */
export function powersOf(rules: readonly RoleRule[], isForCluster: boolean): Power[] {
  const powers: Power[] = STEPS.filter(({ verbs, groups, resources, ...step }) => {
    return (isForCluster || !step.isForCluster) && namesIn(rules, verbs, groups, resources) !== undefined;
  });
  return [...powers, ...identities(rules, isForCluster), ...secrets(rules)];
}

/** Taking the place of ServiceAccounts, or of people. */
function* identities(rules: readonly RoleRule[], isForCluster: boolean): Iterable<Power> {
  const tokens = namesIn(rules, ['create'], [''], ['serviceaccounts/token']);
  if (tokens !== undefined) yield { does: 'make tokens', takes: tokens.length === 0 ? 'every' : tokens };
  const accounts = namesIn(rules, ['impersonate'], [''], ['serviceaccounts']);
  if (accounts !== undefined) yield { does: 'impersonate', takes: accounts.length === 0 ? 'every' : accounts };
  const people = isForCluster ? namesIn(rules, ['impersonate'], [''], ['groups', 'users']) : undefined;
  if (people?.length === 0 || people?.includes('system:masters')) yield { does: 'impersonate anybody' };
}

/** Reading tokens that are kept in Secrets; who may also make such a Secret has one of whoever they like. */
function* secrets(rules: readonly RoleRule[]): Iterable<Power> {
  if (namesIn(rules, READ, [''], ['secrets'])?.length !== 0) return;
  const mayMake = namesIn(rules, ['create'], [''], ['secrets']) !== undefined;
  yield mayMake ? { does: 'make Secrets with tokens and read them', takes: 'every' } : { does: 'read Secrets', takes: 'kept' };
}

/** Of what names the rules allow one of the verbs on one of the resources: empty is all; undefined if they do not. */
function namesIn(
  rules: readonly RoleRule[],
  verbs: readonly string[],
  groups: readonly string[],
  resources: readonly string[],
): readonly string[] | undefined {
  const allowing = rules.filter((rule) => {
    return (
      has(rule, 'verbs', verbs) && has(rule, 'apiGroups', groups) && (has(rule, 'resources', resources) || hasSubresource(rule, resources))
    );
  });
  if (allowing.length === 0) return undefined;
  const isWhole = allowing.some((rule) => listAt(rule, 'resourceNames').length === 0);
  return isWhole ? [] : allowing.flatMap((rule) => textsAt(rule, 'resourceNames'));
}

function has(rule: RoleRule, field: string, wanted: readonly string[]): boolean {
  return textsAt(rule, field).some((value) => value === '*' || wanted.includes(value));
}

/** `*` followed by a subresource is that of every resource. */
function hasSubresource(rule: RoleRule, wanted: readonly string[]): boolean {
  return textsAt(rule, 'resources').some((value) => value.startsWith('*/') && wanted.some((resource) => resource.endsWith(value.slice(1))));
}
