import { listAt, textAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { BINDING_KINDS } from './role-kinds';

/** Somebody whom a binding names. */
export interface Subject {
  /** `User`, `Group`, `ServiceAccount`, or whatever stands there. */
  readonly kind: string;
  readonly name: string;
  /** Of a ServiceAccount; that of the binding if it says none. Empty if nothing tells. */
  readonly namespace: string;
}

/** A RoleBinding or a ClusterRoleBinding. */
export interface Binding {
  readonly object: WorldObject;
  /** Where it grants; empty: everywhere. */
  readonly namespace: string;
  readonly roleKind: string;
  readonly roleName: string;
  /** In the order in which they are written. */
  readonly subjects: readonly Subject[];
}

/** The bindings among the objects. */
export function bindingsOf(world: World): Binding[] {
  return BINDING_KINDS.flatMap((type) => world.ofType(type)).map((object) => {
    const { manifest } = object;
    const namespace = isForCluster(object) ? '' : world.namespaceOf(object);
    return {
      object,
      namespace,
      roleKind: textAt(manifest, 'roleRef.kind') ?? '',
      roleName: textAt(manifest, 'roleRef.name') ?? '',
      subjects: listAt(manifest, 'subjects').map((subject) => ({
        kind: textAt(subject, 'kind') ?? '',
        name: textAt(subject, 'name') ?? '',
        namespace: textAt(subject, 'namespace') ?? namespace,
      })),
    };
  });
}

/** Whether a binding grants in every namespace. */
export function isForCluster({ manifest }: WorldObject): boolean {
  return typeOf(manifest) === BINDING_KINDS[0];
}
