import type { Rule, Violation } from '../rule';
import { fieldsOf, permissionOf, permissionProblems } from './permission';
import { type Settings, settingsOf } from './settings';

/** Roles that Argo CD brings: all rights, and the sight of everything. */
const ADMIN = 'role:admin';
const BUILT_IN = [ADMIN, 'role:readonly'];

export const rbacConfig: Rule = {
  id: 'argo/rbac-config',
  title: 'Argo CD permits nothing by default, and nobody everything, changes past Git or a shell',
  severity: 'error',
  rationale:
    'What policy.default permits no line denies; a star of a glob crosses slashes; who may create an Application chooses what is applied, override syncs what is not in Git, exec opens a shell (hardening A11 and control-plane ConfigMaps: argocd-rbac-cm).',
  requirements: ['A33', 'B8'],
  fix: 'leave policy.default empty, and give each role its resources and actions by name, as policies in lib/delivery/argo/settings.ts does',
  *check(world) {
    for (const settings of settingsOf(world, 'argocd-rbac-cm')) yield* problems(settings);
  },
};

function* problems({ object, values, at }: Settings): Iterable<Violation> {
  const fallback = values.get('policy.default') ?? '';
  if (BUILT_IN.includes(fallback)) {
    yield { object, field: at('policy.default'), message: `is "${fallback}", which everybody has who logs in` };
  }
  const mode = values.get('policy.matchMode') ?? 'glob';
  if (mode !== 'glob') yield { object, field: at('policy.matchMode'), message: `is "${mode}"; expected glob` };
  for (const [key, text] of values) {
    if (!/^policy\.(.+\.)?csv$/.test(key)) continue;
    for (const line of text.split('\n').map((part) => part.trim())) {
      if (line === '' || line.startsWith('#')) continue;
      for (const message of lineProblems(line)) yield { object, field: at(key), message: `has "${line}", which ${message}` };
    }
  }
}

function* lineProblems(line: string): Iterable<string> {
  const [type, group, role = '', ...more] = fieldsOf(line);
  if (type === 'g') {
    if (role === '' || more.length > 0) yield 'is no group and one role';
    else if (role === ADMIN) yield `makes ${group} an administrator`;
    return;
  }
  const permission = permissionOf(line);
  if (permission === undefined) {
    yield 'is neither p with five fields nor g with two';
    return;
  }
  const { subject, effect } = permission;
  if (subject === '*' && effect !== 'deny') yield 'is for everybody';
  yield* permissionProblems(permission);
}
