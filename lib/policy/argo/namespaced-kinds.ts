import { textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { type Kind, permitsKind } from '../project/app-project';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';
import { isPattern, isPlatform, projectsOf } from './project-view';

/** What limits those whose pods run in a namespace. */
const LIMITS: readonly Kind[] = [
  { group: '', kind: 'ResourceQuota' },
  { group: '', kind: 'LimitRange' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'rbac.authorization.k8s.io', kind: 'Role' },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
];

const PODS: readonly Kind[] = [
  { group: '', kind: 'Pod' },
  { group: '', kind: 'ReplicationController' },
  { group: 'apps', kind: 'DaemonSet' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'ReplicaSet' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'batch', kind: 'CronJob' },
  { group: 'batch', kind: 'Job' },
];

const FIELD = 'spec.namespaceResourceWhitelist';

export const namespacedKinds: Rule = {
  id: 'argo/namespaced-kinds',
  title: 'A project of a team lists its kinds, and whoever runs pods does not deliver what limits them',
  severity: 'error',
  rationale:
    'Without the list every kind inside namespaces is permitted, with an empty one none is (nil against empty in the code of Argo CD); who may apply a NetworkPolicy or a RoleBinding opens the own cage (hardening A5, check 51).',
  requirements: ['A21', 'B8', 'B25'],
  fix: 'list the kinds, without ResourceQuota, LimitRange, NetworkPolicy, Role and RoleBinding; these belong to projects that run no pods',
  *check(world) {
    for (const object of projectsOf(world)) if (!isPlatform(object)) yield* problems(object);
  },
};

function* problems(object: WorldObject): Iterable<Violation> {
  const list = valueAt(object.manifest, FIELD);
  const permitted = (kinds: readonly Kind[]): string[] =>
    kinds.filter((kind) => permitsKind(object.manifest, kind)).map(({ kind }) => kind);
  const limits = permitted(LIMITS);
  if (!Array.isArray(list)) {
    if (limits.length > 0) yield { object, field: FIELD, message: `is absent, which permits every kind, ${limits.join(', ')} too` };
    return;
  }
  const patterns = list.flatMap((item, index): Violation[] => {
    const [group = '', kind = ''] = ['group', 'kind'].map((key) => textAt(item, key));
    if (!isPattern(group) && !isPattern(kind)) return [];
    return [{ object, field: `${FIELD}[${index}]`, message: `permits "${kind}" of "${group}", not one kind` }];
  });
  yield* patterns;
  const [pods] = permitted(PODS);
  if (patterns.length > 0 || pods === undefined || limits.length === 0) return;
  yield { object, field: FIELD, message: `permits ${pods} and what limits it: ${limits.join(', ')}` };
}
