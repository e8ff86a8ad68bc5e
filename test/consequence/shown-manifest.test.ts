import { shownSides, withoutCredentials } from '../../lib/consequence/shown-manifest';
import type { Manifest } from '../../lib/manifest/manifest';
import { deployment, object } from './told';

const KEY = `-----BEGIN ${'PRIVATE'} KEY-----\nhunter2\n`;

/** What a page may show of two sides; what is hidden anew is marked by an asterisk. */
function shown(before: Manifest | undefined, after: Manifest | undefined): unknown {
  return JSON.parse(
    JSON.stringify(shownSides(before, after)).replaceAll('(hidden, another one than before)', '*').replaceAll('(hidden)', '-'),
  );
}

const secret = (data: object): Manifest => object('v1', 'Secret', 'login', { data, type: 'Opaque' });
const settings = (data: object): Manifest => object('v1', 'ConfigMap', 'settings', { data });

describe('what a page shows of both sides of an object', () => {
  test('is no value of a Secret, and which of them changed', () => {
    expect(shown(secret({ a: 'hunter2', b: 'x' }), secret({ a: 'hunter3', b: 'x', c: 'new' }))).toMatchObject({
      before: { data: { a: '-', b: '-' }, type: 'Opaque' },
      after: { data: { a: '*', b: '-', c: '*' } },
    });
  });

  test('is no value where an object comes or goes', () => {
    expect(shown(undefined, secret({ a: 'hunter2' }))).toMatchObject({ after: { data: { a: '-' } } });
    expect(shown(secret({ a: ['hunter2'], b: 'hunter' }), undefined)).toMatchObject({ before: { data: { a: ['-'], b: '-' } } });
  });

  test('is no ciphertext, and everything else of a SealedSecret', () => {
    const sealed = (key: string): Manifest =>
      object('bitnami.com/v1alpha1', 'SealedSecret', 'login', { spec: { encryptedData: { key }, template: { type: 'Opaque' } } });

    expect(shown(sealed('AgA'), sealed('AgB'))).toMatchObject({
      before: { spec: { encryptedData: { key: '-' }, template: { type: 'Opaque' } } },
      after: { spec: { encryptedData: { key: '*' } } },
    });
  });

  test('is of a ConfigMap the lines that hold no secret, and none under a key that tells of one', () => {
    const before = settings({ 'a.conf': 'port 1\n  requirepass hunter2\n', 'users.acl': 'hunter3', b: KEY });
    const after = settings({ 'a.conf': 'port 2\n  requirepass hunter3\n', 'users.acl': 'hunter3', b: KEY });

    expect(shown(before, after)).toMatchObject({
      before: { data: { 'a.conf': 'port 1\n  -\n', 'users.acl': '-', b: '-' } },
      after: { data: { 'a.conf': 'port 2\n  *\n', 'users.acl': '-', b: '-' } },
    });
  });

  test('is what stands under a long name that tells of no secret', () => {
    const name = 'server.rbac.disableApplicationFineGrainedRBACInheritance';

    expect(shown(undefined, settings({ [name]: 'false' }))).toMatchObject({ after: { data: { [name]: 'false' } } });
  });

  test('is no variable that is called like a secret, and what the others refer to', () => {
    const env = (password: string): Manifest =>
      deployment({
        env: [
          { name: 'PORT', value: '1' },
          { name: 'DB_PASSWORD', value: password },
          { name: 'DB_TOKEN', valueFrom: { secretKeyRef: { name: 'login', key: 'token' } } },
        ],
      });
    const { after } = shown(env('hunter2'), env('hunter3')) as {
      after: { spec: { template: { spec: { containers: [{ env: unknown }] } } } };
    };

    expect(after.spec.template.spec.containers[0].env).toEqual([
      { name: 'PORT', value: '1' },
      { name: 'DB_PASSWORD', value: '*' },
      { name: 'DB_TOKEN', valueFrom: { secretKeyRef: { name: 'login', key: 'token' } } },
    ]);
  });

  test.each([
    ['an address with a password', 'postgres://shop:hunter2@db/shop', '-'],
    ['a private key', KEY, '-'],
    ['an argument', '--api-key=hunter2', '-'],
    ['a bearer', `Authorization: ${'Bearer'} hunter2hunter2`, '-'],
    ['a hash', '$2y$10$abcdefghijklmnopqrstuv', '-'],
    ['a reference', '--password=$(PASSWORD)', '--password=$(PASSWORD)'],
    ['a name', 'sealed-secrets-token-reader', 'sealed-secrets-token-reader'],
    ['an address without one', 'https://git.example.org/a', 'https://git.example.org/a'],
  ])('is of %s anywhere what may be read', (_, value, expected) => {
    const { after } = shown(undefined, object('example.org/v1', 'Anything', 'a', { spec: { list: [{ value }] } })) as { after: Manifest };

    expect(after.spec).toEqual({ list: [{ value: expected }] });
  });

  test('is no copy of the whole object in an annotation', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"hunter2"}}', 'example.org/a': 'b' };
    const { after } = shown(undefined, object('v1', 'Secret', 'a', { metadata: { annotations } })) as { after: Manifest };

    expect(after.metadata.annotations).toEqual({ 'kubectl.kubernetes.io/last-applied-configuration': '-', 'example.org/a': 'b' });
  });
});

test('of a text that is no object lines with credentials are hidden, and all of one with a private key', () => {
  expect(withoutCredentials('a\nhttps://u:hunter2@h\n| sealed-secrets |\n')).toBe('a\n(hidden)\n| sealed-secrets |\n');
  expect(withoutCredentials(`a\n${KEY}`)).toBe('(hidden)');
});
