import { textAt } from '../../manifest/fields';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import { type Binding, bindingsOf, isForCluster, type Subject } from './binding';

export const subjects: Rule = {
  id: 'rbac/subjects',
  title: 'A binding names a role and subjects that there are',
  severity: 'error',
  rationale:
    'A binding to nobody grants nothing, until somebody makes an account of that name; the API server checks neither (Kubernetes, "RBAC good practices").',
  requirements: ['A33', 'C13'],
  fix: 'name what is rendered, or render what is named; take away the binding that nobody needs',
  *check(world) {
    const isComplete = completeNamespaces(world);
    for (const binding of bindingsOf(world)) {
      yield* roleProblems(binding, world, isComplete);
      for (const [index, subject] of binding.subjects.entries()) yield* subjectProblems(binding, subject, index, world, isComplete);
    }
  },
};

/** Whether whatever is in a namespace is among the objects. */
type IsComplete = (namespace: string) => boolean;

/** Those of teams; of a set that nobody here wrote those that it brings. Charts install more into others. */
function completeNamespaces(world: World): IsComplete {
  const { facts } = world;
  if (facts !== undefined) return (namespace) => Object.hasOwn(facts.tiers, namespace);
  return (namespace) => world.tryFind('/Namespace', '', namespace) !== undefined;
}

function* roleProblems({ object, namespace, roleKind, roleName }: Binding, world: World, isComplete: IsComplete): Iterable<Violation> {
  const group = textAt(object.manifest, 'roleRef.apiGroup') ?? RBAC;
  if (group !== RBAC) yield { object, field: 'roleRef.apiGroup', message: `is "${group}", and roles are of ${RBAC}` };
  if (roleKind === 'ClusterRole') return;
  if (isForCluster(object)) {
    yield { object, field: 'roleRef.kind', message: `is "${roleKind}", and a ClusterRoleBinding can only name a ClusterRole` };
  } else if (roleKind !== 'Role') {
    yield { object, field: 'roleRef.kind', message: `is "${roleKind}", neither Role nor ClusterRole` };
  } else if (isComplete(namespace) && world.tryFind(`${RBAC}/Role`, namespace, roleName) === undefined) {
    yield { object, field: 'roleRef.name', message: `names the Role ${roleName}, which is not in ${namespace}` };
  }
}

function* subjectProblems({ object }: Binding, subject: Subject, index: number, world: World, isComplete: IsComplete): Iterable<Violation> {
  const { kind, name, namespace } = subject;
  const at = `subjects[${index}]`;
  if (kind === 'User' || kind === 'Group') return;
  if (kind !== 'ServiceAccount') {
    yield { object, field: `${at}.kind`, message: `is "${kind}", neither User nor Group nor ServiceAccount` };
  } else if (namespace === '') {
    yield { object, field: `${at}.namespace`, message: `is missing, so that nothing says which ServiceAccount ${name} it is` };
  } else if (name !== 'default' && isComplete(namespace) && world.tryFind('/ServiceAccount', namespace, name) === undefined) {
    yield { object, field: `${at}.name`, message: `names the ServiceAccount ${name}, which is not in ${namespace}` };
  }
}

const RBAC = 'rbac.authorization.k8s.io';
