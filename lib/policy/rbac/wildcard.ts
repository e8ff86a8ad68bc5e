import { celRule } from '../cel/cel-rule';
import { ROLE_KINDS } from './role-kinds';

export const wildcard = celRule({
  id: 'rbac/wildcard',
  title: 'Roles name every verb, resource, API group and URL that they grant',
  severity: 'error',
  rationale: 'A wildcard also grants what does not exist yet: the next custom resource, the next subresource (hardening 2, CIS 5.1.3).',
  requirements: ['A33', 'B8', 'C13'],
  fix: 'write out what is needed: for reading, get, list and watch of the kinds that are read',
  kinds: ROLE_KINDS,
  validations: [
    {
      of: 'object',
      expression: "object.?rules.orValue([]).all(r, !r.?verbs.orValue([]).exists(v, v == '*'))",
      field: 'rules',
      message: 'grant the verb *',
    },
    {
      // `*/scale` is the subresource of every resource.
      of: 'object',
      expression: "object.?rules.orValue([]).all(r, !r.?resources.orValue([]).exists(x, x.contains('*')))",
      field: 'rules',
      message: 'grant a resource with *',
    },
    {
      of: 'object',
      expression: "object.?rules.orValue([]).all(r, !r.?apiGroups.orValue([]).exists(g, g == '*'))",
      field: 'rules',
      message: 'grant the API group *',
    },
    {
      of: 'object',
      expression: "object.?rules.orValue([]).all(r, !r.?nonResourceURLs.orValue([]).exists(u, u.contains('*')))",
      field: 'rules',
      message: 'grant a URL with *',
    },
  ],
});
