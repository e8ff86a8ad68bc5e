import { matchesGlob, matchesPattern } from '../../../lib/policy/project/glob';

test.each([
  ['kfm', 'kfm', true],
  ['kfm', 'kfm-api', false],
  ['kfm-*', 'kfm-', true],
  ['kfm-*', 'akfm-api', false],
  ['*', '', true],
  ['k?m', 'kfm', true],
  ['k?m', 'km', false],
  ['a.b', 'axb', false],
  ['{dev,stage}-*', 'stage-kfm', true],
  ['{dev,stage}-*', 'prod-kfm', false],
  ['a,b', 'a,b', true],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[^a]', '^', true],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['a\\', 'a$', false],
  ['[ab', '[ab', false],
  ['[][a]', ']', false],
  ['[z-a]', 'z', false],
  ['{a', 'a', false],
])('the glob %s and %s: %p', (glob, text, expected) => {
  expect(matchesGlob(glob, text)).toBe(expected);
});

test.each([
  ['https://git/*', 'https://git/a', true],
  ['https://git/*', 'https://git/a/b', false],
  ['https://git/**', 'https://git/a/b', true],
  ['https://git?a', 'https://git/a', false],
])('the glob %s of repositories and %s: %p', (glob, text, expected) => {
  expect(matchesGlob(glob, text, '/')).toBe(expected);
  expect(matchesGlob(glob, text)).toBe(true);
});

test.each([
  ['*', 'Deployment', true],
  ['*Role', 'ClusterRole', true],
  ['*.k8s.io', 'rbac.authorization.k8s.io', true],
  ['', 'apps', false],
  ['**', 'a/b', false],
  ['[^D]*', 'Deployment', false],
  ['[!D]*', 'Deployment', true],
  ['{Job,CronJob}', 'Job', false],
  ['{Job}', '{Job}', true],
])('the pattern %s of kinds and %s: %p', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});
