import { listAt, numberAt, textAt, textsAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { type Permission, permissionOf, permissionProblems } from './permission';
import { projectsOf, repeated } from './project-view';

export const projectRoles: Rule = {
  id: 'argo/roles',
  title: 'Roles of a project speak of that project only, and allow neither everything nor changes past Git nor shells',
  severity: 'error',
  rationale:
    'A policy of another subject has no effect; create, update and delete change what only Git may say, override syncs what is not in it, exec opens a shell; a token that does not expire is a password in many hands (hardening A11, check 55).',
  requirements: ['B8', 'B25'],
  fix: 'write "p, proj:PROJECT:ROLE, applications, ACTION, PROJECT/APPLICATION, allow" with an action by name, and give tokens an end',
  *check(world) {
    for (const object of projectsOf(world)) {
      const { name } = object.manifest.metadata;
      const list = listAt(object.manifest, 'spec.roles');
      const again = repeated(list, (role) => textAt(role, 'name') ?? '');
      for (const [index, role] of list.entries()) {
        const field = `spec.roles[${index}]`;
        if (again.has(index)) yield { object, field, message: 'has the name of another role, which Argo CD rejects' };
        for (const [key, message] of problems(String(name), role)) yield { object, field: `${field}.${key}`, message };
      }
    }
  },
};

function* problems(project: string, role: unknown): Iterable<[key: string, message: string]> {
  const policies = textsAt(role, 'policies');
  const again = repeated(policies, String);
  for (const [index, line] of policies.entries()) {
    const key = `policies[${index}]`;
    if (again.has(index)) yield [key, 'stands there a second time, which Argo CD rejects'];
    const permission = permissionOf(line);
    if (permission === undefined) yield [key, `is "${line}"; expected p and five fields`];
    else for (const message of policyProblems(permission, project, textAt(role, 'name') ?? '')) yield [key, message];
  }
  for (const [index, token] of listAt(role, 'jwtTokens').entries()) {
    if ((numberAt(token, 'exp') ?? 0) <= 0) yield [`jwtTokens[${index}].exp`, 'is absent, so the token never expires'];
  }
}

function* policyProblems(permission: Permission, project: string, role: string): Iterable<string> {
  const { subject, object } = permission;
  const expected = `proj:${project}:${role}`;
  if (subject !== expected) yield `is of the subject "${subject}"; expected ${expected}`;
  if (!object.startsWith(`${project}/`)) yield `is about "${object}"; expected ${project}/…`;
  yield* permissionProblems(permission);
}
