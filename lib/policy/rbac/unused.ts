import { entriesAt, listAt } from '../../manifest/fields';
import { spokenName } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import { sourcesOf } from '../project/synced';
import type { Rule, Violation } from '../rule';
import { selects } from '../wiring/label-selector';
import { accountOf } from '../workload/account';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { mentionedAccounts, textsIn, wordsOf } from './account-mention';
import { bindingsOf } from './binding';
import { ROLE_KINDS } from './role-kinds';

export const unusedRights: Rule = {
  id: 'rbac/unused',
  title: 'Every role is bound to somebody, and every account that rights are bound to is used',
  severity: 'warning',
  rationale:
    'Rights that nobody uses wait for whoever finds them: they are one binding away, or one pod with that account (hardening 2, RBAC; Kubernetes, "RBAC good practices", periodic review). An account that something else than a pod speaks of is taken to be used: values of charts, settings of programs, roles that grant its tokens.',
  requirements: ['A33', 'C13'],
  fix: 'remove the role, or the account with its bindings; or let what needs it name it',
  *check(world) {
    yield* unboundRoles(world);
    yield* idleAccounts(world);
  },
};

function* unboundRoles(world: World): Iterable<Violation> {
  const bound = new Set(bindingsOf(world).map(({ namespace, roleKind, roleName }) => roleKey(roleKind, namespace, roleName)));
  const isBound = (role: WorldObject): boolean =>
    bound.has(roleKey(role.manifest.kind, world.namespaceOf(role), role.manifest.metadata.name));
  const unbound = ROLE_KINDS.flatMap((type) => world.ofType(type)).filter((role) => role.unit !== undefined && !isBound(role));
  if (unbound.length === 0) return;
  const inCharts = wordsInCharts(world);
  const selectors = world
    .ofType('rbac.authorization.k8s.io/ClusterRole')
    .flatMap(({ manifest }) => listAt(manifest, 'aggregationRule.clusterRoleSelectors'));
  for (const object of unbound) {
    if (inCharts.has(object.manifest.metadata.name) || isAggregated(object, selectors)) continue;
    yield { object, message: 'is bound to nobody' };
  }
}

/** A ClusterRole is the same wherever it is bound. */
function roleKey(kind: string, namespace: string, name: string): string {
  return `${kind} ${kind === 'Role' ? namespace : ''}/${name}`;
}

/** Every word that charts are told: any of them may be the name of a role. */
function wordsInCharts(world: World): ReadonlySet<string> {
  const sources = world.ofType('argoproj.io/Application').flatMap(({ manifest }) => sourcesOf(manifest));
  return wordsOf(sources.flatMap(({ value }) => [...textsIn(valueAt(value, 'helm'))]));
}

const AGGREGATED = 'rbac.authorization.k8s.io/aggregate-to-';

/** Whether the cluster copies a role into others: into its own ones by label, into those here as they select. */
function isAggregated({ manifest }: WorldObject, selectors: readonly unknown[]): boolean {
  if (manifest.kind !== 'ClusterRole') return false;
  const labels = Object.fromEntries(entriesAt(manifest, 'metadata.labels').map(([key, value]) => [key, String(value)]));
  return Object.keys(labels).some((key) => key.startsWith(AGGREGATED)) || selectors.some((selector) => selects(selector, labels));
}

function* idleAccounts(world: World): Iterable<Violation> {
  const grants = new Map<string, WorldObject>();
  for (const { object, subjects } of bindingsOf(world)) {
    for (const { kind, namespace, name } of subjects) if (kind === 'ServiceAccount') grants.set(`${namespace}/${name}`, object);
  }
  const running = new Set(world.pods.map((pod) => `${pod.namespace}/${accountOf(pod)}`));
  const idle = world.ofType('/ServiceAccount').flatMap((object) => {
    const account = `${world.namespaceOf(object)}/${object.manifest.metadata.name}`;
    const grant = grants.get(account);
    return object.unit === undefined || grant === undefined || running.has(account) ? [] : [{ object, grant }];
  });
  if (idle.length === 0) return;
  const mentioned = mentionedAccounts(world);
  for (const { object, grant } of idle) {
    if (mentioned.has(object.manifest.metadata.name)) continue;
    yield { object, message: `has rights by the ${spokenName(grant.manifest)}, and no pod runs as it` };
  }
}
