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
  ['delete/*/Pod/*/*', 'allow', []],
  ['action/apps/Deployment/restart', 'allow', []],
  ['delete/*', 'allow', ['has the action "delete/*"; expected delete/GROUP/KIND/NAMESPACE/NAME']],
  ['update/*/Pod/*', 'allow', ['has the action "update/*/Pod/*"; expected update/GROUP/KIND/NAMESPACE/NAME']],
  ['get', 'Allow', ['has the effect "Allow"; expected allow or deny']],
  ['get', '', ['has the effect ""; expected allow or deny']],
])('the action %s with the effect %s: %p', (action, effect, problems) => {
  expect([...permissionProblems({ subject: 's', resource: 'applications', action, object: '*/*', effect })]).toEqual(problems);
});
