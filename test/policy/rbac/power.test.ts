import { powersOf } from '../../../lib/policy/rbac/power';

function rule(group: string, resource: string, verb: string, ...resourceNames: string[]): object {
  return { apiGroups: [group], resources: [resource], verbs: [verb], ...(resourceNames.length > 0 && { resourceNames }) };
}

function spoken(rules: readonly unknown[], isForCluster = false): string[] {
  return powersOf(rules, isForCluster).map(({ does, takes = 'everything' }) => `${does}: ${takes}`);
}

test.each([
  ['reading', [rule('', 'pods', 'get')], []],
  ['pods', [rule('', 'pods', 'create')], ['make pods: every']],
  ['every verb on pods', [rule('', 'pods', '*')], ['make pods: every', 'change pods: running']],
  ['commands', [rule('', 'pods/exec', 'get')], ['run commands in pods: running']],
  ['a token', [rule('', 'serviceaccounts/token', 'create', 'a', 'b')], ['make tokens: a,b']],
  ['a Secret by name', [rule('', 'secrets', 'get', 'a')], []],
  ['Secrets', [rule('', 'secrets', 'get')], ['read Secrets: kept']],
  ['Secrets by two rules', [rule('', 'secrets', 'get'), rule('', 'secrets', 'create')], ['make Secrets with tokens and read them: every']],
  ['nothing that makes sense', ['rule', null, { verbs: 'get', resources: 7 }], []],
])('%s', (_, rules, powers) => {
  expect(spoken(rules)).toEqual(powers);
});

test('what has no namespace is granted for the cluster only', () => {
  const rules = [rule('', 'nodes/proxy', 'get'), rule('', 'users', 'impersonate')];

  expect(spoken(rules, false)).toEqual([]);
  expect(spoken(rules, true)).toEqual(['reach the kubelets: running', 'impersonate anybody: everything']);
});
