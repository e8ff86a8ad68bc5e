import type { Manifest } from '../../lib/manifest/manifest';
import { consequences, deployment, file, object, told } from './told';

/** Put together here, so that no scan takes this file for a key. */
const PEM = ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ');

describe('what pods read', () => {
  const map = (value: string): Manifest => object('v1', 'ConfigMap', 'settings', { data: { A: value } });

  test.each<[string, Manifest, string]>([
    [
      'as environment is not seen before a restart',
      deployment({ envFrom: [{ configMapRef: { name: 'settings' } }] }),
      'Deployment shop (as environment: not seen before its pods restart, and nothing restarts them)',
    ],
    [
      'as files changes by itself',
      deployment(
        { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
        { pod: { volumes: [{ name: 'v', configMap: { name: 'settings' } }] } },
      ),
      'Deployment shop (as mounted files: files change within minutes, without a restart)',
    ],
    [
      'as a subPath is not seen before a restart',
      deployment(
        { volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'A' }] },
        { pod: { volumes: [{ name: 'v', projected: { sources: [{ configMap: { name: 'settings' } }] } }] } },
      ),
      'Deployment shop (as a mounted subPath: not seen before its pods restart, and nothing restarts them)',
    ],
  ])('%s', (_, reader, text) => {
    expect(told(map('1'), map('2'), [reader])).toEqual([`configuration: keys A (1 → 2); read by ${text}`]);
  });

  test('is seen at once by workloads that roll as well', () => {
    const reader = (image: string): Manifest => deployment({ image, envFrom: [{ configMapRef: { name: 'settings' } }] });
    const found = consequences([file('a.yaml', map('1'), map('2')), file('b.yaml', reader('s:1'), reader('s:2'))]);

    expect(found.map(({ summary }) => summary)).toContain('keys A (1 → 2); read by Deployment shop (rolls as well)');
  });

  test.each<[string, string, string, string]>([
    [
      'a setting',
      'postgresql.conf',
      'port = 1\nshared_buffers = 128MB-> port = 1\nshared_buffers = 256MB',
      'postgresql.conf (shared_buffers = 128MB → 256MB)',
    ],
    ['settings', 'a.yaml', 'a: 1\nb: 2\nc: 3\nd: 4-> a: 5\nb: 6\nc: 7\nd: 8', 'a.yaml (a: 1 → 5, b: 2 → 6 and 2 more lines)'],
    ['another line', 'a.sh', 'first\nsecond-> first\nlast', 'a.sh (second → last)'],
    ['lines that come and go', 'a.sh', 'first\nsecond\nthird-> first\nend', 'a.sh (without second, without third and 1 more line)'],
    ['another order', 'a', 'first\nlast-> last\nfirst', 'a (order or layout)'],
    ['a long line', 'a', `x${'y'.repeat(19)}-> ${'z z'.repeat(30)}`, `a (x${'y'.repeat(19)} → z${' zz'.repeat(13)}…)`],
    ['no password', 'a.conf', 'requirepass hunter2-> requirepass hunter3', 'a.conf (requirepass hidden)'],
    ['no line of a file of secrets', 'users.htpasswd', 'a:1\nb:2-> a:3\nb:4', 'users.htpasswd (hidden)'],
    ['no private key', 'a', `${PEM}\nabc-> ${PEM}\nabd`, 'a (hidden)'],
    ['no password of its own', 'a', 'first\nhttps://u:p@h-> first\nhttps://u:q@h', 'a (hidden)'],
    ['no password in an address', 'a', 'db: pg://u:p@db-> db: pg://u:q@db', 'a (db: hidden)'],
  ])('is told by %s', (_, key, change, text) => {
    const [before, after] = change.split('-> ').map((value) => object('v1', 'ConfigMap', 'settings', { data: { [key]: value } }));

    expect(told(before, after)).toEqual([`configuration: keys ${text}; no workload in dist reads it`]);
  });

  test('is named by its keys, and no secret value is told, sealed or not', () => {
    const sealed = (value: string): Manifest =>
      object('bitnami.com/v1alpha1', 'SealedSecret', 's', { spec: { encryptedData: { password: value } } });
    const plain = (value: string): Manifest => object('v1', 'Secret', 's', { stringData: { password: value, [`new-${value}`]: value } });
    const found = [
      ...consequences([file('a.yaml', sealed('old'), sealed('other'))]),
      ...consequences([file('a.yaml', plain('old'), plain('other'))]),
    ];

    expect(found.map(({ summary }) => summary)).toEqual([
      'keys password; no workload in dist reads it',
      'keys new-old (gone), new-other (new), password; no workload in dist reads it',
    ]);
    expect(JSON.stringify(found.map(({ fields }) => fields.flatMap(({ before, after }) => [before, after])))).not.toMatch(/old|other/);
  });
});
