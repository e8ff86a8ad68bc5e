import { permissionOf, permissionProblems } from '../../../lib/policy/argo/permission';

test('a line of a policy has five fields behind its type', () => {
  expect(permissionOf('p, role:a , applications,get,  */*, allow')).toEqual({
    subject: 'role:a',
    resource: 'applications',
    action: 'get',
    object: '*/*',
    effect: 'allow',
  });
});

test.each([
  '',
  'p',
  'p, role:a, applications, get, */*',
  'p, role:a, applications, get, */*, allow, more',
  'g, group, role:a',
  'q, a, b, c, d, e',
])('"%s" is no permission', (line) => {
  expect(permissionOf(line)).toBeUndefined();
});

test.each([
  ['get', 'allow', []],
  ['delete', 'deny', []],
  ['*', 'deny', []],
  ['sync', 'allow', []],
  ['delete/*/Pod/*/*', 'allow', []],
  ['action/apps/Deployment/restart', 'allow', []],
  ['delete/*', 'allow', ['has the action "delete/*"; expected delete/GROUP/KIND/NAMESPACE/NAME']],
  ['update/*/Pod/*', 'allow', ['has the action "update/*/Pod/*"; expected update/GROUP/KIND/NAMESPACE/NAME']],
  ['get', 'Allow', ['has the effect "Allow"; expected allow or deny']],
  ['create', 'allow', ['allows create of applications']],
  ['update', 'allow', ['allows update of applications']],
  ['delete', 'allow', ['allows delete of applications']],
  ['override', 'allow', ['allows override of applications']],
  ['*d*', 'allow', ['allows *d* of applications']],
  ['*', 'allow', ['allows every action on applications']],
  ['get', '', ['has the effect ""; expected allow or deny']],
])('the action %s with the effect %s: %p', (action, effect, problems) => {
  expect([...permissionProblems({ subject: 's', resource: 'applications', action, object: '*/*', effect })]).toEqual(problems);
});

test.each([
  ['exec', 'create', ['allows create of exec']],
  ['ex*', 'get', ['allows get of ex*']],
  ['*', 'get', ['allows get of *']],
  ['logs', 'get', []],
  ['clusters', 'update', ['allows update of clusters']],
])('%s, %s: %p', (resource, action, problems) => {
  expect([...permissionProblems({ subject: 's', resource, action, object: '*/*', effect: 'allow' })]).toEqual(problems);
});
