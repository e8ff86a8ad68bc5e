import { listAt } from '../../manifest/fields';
import { type Labels, type Manifest, valueAt } from '../../manifest/manifest';
import { selects } from '../wiring/label-selector';
import type { World } from '../world';
import { type Binding, bindingsOf, isForCluster, type Subject } from './binding';
import { type Power, powersOf } from './power';

/** A power that somebody has. */
export interface Grant extends Power {
  /** Empty: everywhere. */
  readonly namespace: string;
  /** The binding that it comes from: `RoleBinding kfm/api`. */
  readonly by: string;
}

/** What is granted, by whom it is granted to: `namespace/name` of a ServiceAccount, or `*` in place of either. */
export function grantsOf(world: World): Map<string, Grant[]> {
  const grants = new Map<string, Grant[]>();
  const powers = new Map<string, readonly Power[]>();
  for (const binding of bindingsOf(world)) {
    const { object, namespace } = binding;
    const holders = binding.subjects.flatMap((subject) => holderOf(subject) ?? []);
    const { kind, metadata } = object.manifest;
    const by = `${kind} ${namespace && `${namespace}/`}${metadata.name}`;
    const rules = rulesOf(binding, world);
    // A thousand components have the same Role.
    const question = `${isForCluster(object)} ${JSON.stringify(rules)}`;
    const given = powers.get(question) ?? powersOf(rules, isForCluster(object));
    powers.set(question, given);
    const granted = given.map((power) => ({ ...power, namespace, by }));
    for (const holder of holders) append(grants, holder, ...granted);
  }
  return grants;
}

/** Adds to the list under a key. */
export function append<T>(lists: Map<string, T[]>, key: string, ...items: readonly T[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...items]);
  else list.push(...items);
}

/** A ServiceAccount goes by its own kind, as a user, or in groups. People are no part of the set. */
function holderOf({ kind, name, namespace }: Subject): string | undefined {
  if (kind === 'ServiceAccount') return `${namespace}/${name}`;
  const parts = name.split(':');
  if (kind === 'User' && name.startsWith('system:serviceaccount:')) return `${parts[2]}/${parts[3]}`;
  if (kind !== 'Group') return undefined;
  if (name.startsWith('system:serviceaccounts:')) return `${parts[2]}/*`;
  return name === 'system:serviceaccounts' || name === 'system:authenticated' ? '*/*' : undefined;
}

const RBAC = 'rbac.authorization.k8s.io';

/** The rules of roles that every cluster has, as far as they are enough by themselves. */
const BUILT_IN: Readonly<Record<string, readonly object[]>> = {
  'cluster-admin': [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  admin: [{ apiGroups: [RBAC], resources: ['roles'], verbs: ['create'] }],
  edit: [{ apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['create'] }],
};

/** What the role of a binding allows, its own rules and those that the cluster adds. */
export function rulesOf({ namespace, roleKind, roleName }: Binding, world: World): readonly unknown[] {
  if (roleKind === 'Role') return listAt(world.tryFind(`${RBAC}/Role`, namespace, roleName)?.manifest, 'rules');
  const role = world.tryFind(`${RBAC}/ClusterRole`, '', roleName)?.manifest;
  const own = role === undefined && Object.hasOwn(BUILT_IN, roleName) ? (BUILT_IN[roleName] as readonly object[]) : listAt(role, 'rules');
  return [...own, ...aggregated(roleName, role, world)];
}

/** Whether it is known what the role of a binding allows: it is among the objects, or every cluster has it. */
export function isRoleKnown({ namespace, roleKind, roleName }: Binding, world: World): boolean {
  if (roleKind === 'Role') return world.tryFind(`${RBAC}/Role`, namespace, roleName) !== undefined;
  return ['view', ...Object.keys(BUILT_IN)].includes(roleName) || world.tryFind(`${RBAC}/ClusterRole`, '', roleName) !== undefined;
}

/** Rules that the cluster copies into a ClusterRole from others: by their labels. */
function aggregated(name: string, role: Manifest | undefined, world: World): unknown[] {
  const selectors = role === undefined ? [] : listAt(role, 'aggregationRule.clusterRoleSelectors');
  return world.ofType(`${RBAC}/ClusterRole`).flatMap(({ manifest }) => {
    const labels = (valueAt(manifest, 'metadata.labels') ?? {}) as Labels;
    const isMeant = labels[`${RBAC}/aggregate-to-${name}`] === 'true' || selectors.some((selector) => selects(selector, labels));
    return isMeant && manifest !== role ? listAt(manifest, 'rules') : [];
  });
}
