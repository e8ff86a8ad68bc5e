import { objectNameProblem, shown } from '../../lib/manifest/name';

const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  CronJob: 'batch/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  SealedSecret: 'bitnami.com/v1alpha1',
};

function problem(kind: string, name: string): string | undefined {
  return objectNameProblem({ apiVersion: API_VERSIONS[kind] ?? 'v1', kind, metadata: { name } });
}

describe('a name', () => {
  test.each([
    ['Deployment', 'kfm-api'],
    ['Deployment', 'a'.repeat(63)],
    ['Deployment', '123'],
    ['Namespace', '0x10'],
    ['ConfigMap', '1e3'],
    ['ConfigMap', 'null'],
    ['ConfigMap', 'api.dev.example.org'],
    ['SealedSecret', 'a'.repeat(253)],
    ['Service', 'y'],
    ['StatefulSet', 'a'.repeat(52)],
    ['CronJob', 'a'.repeat(52)],
    ['ClusterRole', 'system:Node-Proxier'],
    ['RoleBinding', 'team_a:reader.1'],
  ])('of a %s may be %s', (kind, name) => {
    expect(problem(kind, name)).toBeUndefined();
  });

  test.each(['-foo', 'foo-', 'a_b', 'UPPER', 'a.b', '../../x', 'a/b', '/etc', 'a\0', 'a\n', 'dot.', ' a', 'a b', 'a:b'])(
    'of a Deployment may not be %j, and is not repaired',
    (name) => {
      expect(problem('Deployment', name)).toMatch(
        / is no valid name; expected lower-case letters, digits and "-", beginning and ending with a /,
      );
    },
  );

  test.each([
    ['Deployment', '', 'the name is empty; expected lower-case letters, digits and "-", beginning and ending with a letter or digit'],
    ['Deployment', 'a'.repeat(64), `"${'a'.repeat(64)}" has 64 characters; at most 63 are allowed`],
    ['ConfigMap', 'a'.repeat(254), `"${'a'.repeat(77)}..." has 254 characters; at most 253 are allowed`],
    [
      'ConfigMap',
      'a..b',
      '"a..b" is no valid name; expected lower-case letters, digits, "-" and ".", each part beginning and ending with a letter or digit',
    ],
    ['Service', '1api', '"1api" is no valid name; expected lower-case letters, digits and "-", beginning with a letter'],
    ['Service', 'api-', '"api-" is no valid name; expected lower-case letters, digits and "-", beginning with a letter'],
    ['StatefulSet', 'a'.repeat(53), `"${'a'.repeat(53)}" has 53 characters; at most 52 leave room for what its controller appends`],
    ['CronJob', 'a'.repeat(53), `"${'a'.repeat(53)}" has 53 characters; at most 52 leave room for what its controller appends`],
    ['ClusterRole', '..', '".." would leave its path; expected a name such as "reader"'],
    ['ClusterRole', '.', '"." would leave its path; expected a name such as "reader"'],
    ['RoleBinding', 'a/b', '"a/b" is no valid name; expected letters, digits, ".", "_", ":" and "-"'],
    ['ClusterRole', '50%', '"50%" is no valid name; expected letters, digits, ".", "_", ":" and "-"'],
  ])('of a %s may not be %s', (kind, name, message) => {
    expect(problem(kind, name)).toBe(message);
  });

  test.each([
    ['a Cyrillic letter', 'p\u0430yments', 'p<U+0430>yments'],
    ['a right-to-left override', 'api\u202eipa', 'api<U+202E>ipa'],
    ['a zero-width space', 'api\u200b', 'api<U+200B>'],
    ['a composed accent (NFC)', 'caf\u00e9', 'caf<U+00E9>'],
    ['a combining accent (NFD)', 'cafe\u0301', 'cafe<U+0301>'],
    ['an emoji', 'api-\u{1f600}', 'api-<U+1F600>'],
    ['a control', 'api\u001b', 'api<U+001B>'],
  ])('with %s is refused for every kind, and the message shows it', (_, name, spelled) => {
    expect(shown(name)).toBe(spelled);
    for (const kind of ['Deployment', 'Service', 'ConfigMap', 'CronJob', 'ClusterRole', 'SealedSecret']) {
      expect(problem(kind, name)).toContain(`"${spelled}" is no valid name`);
    }
  });
});
