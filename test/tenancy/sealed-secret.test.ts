import { sealed } from '../../lib';
import { sealedFile } from '../platform';

describe('a sealed file', () => {
  test('becomes a reference by name and keys, without the nulls that kubeseal writes', () => {
    const secret = sealed(sealedFile('kfm-api', 'db', 'b', 'a'));

    expect(secret).toMatchObject({ name: 'db', namespace: 'kfm-api', keys: ['a', 'b'] });
    expect(JSON.stringify(secret.sealed)).not.toContain('null');
  });

  test.each<[string, unknown, string]>([
    [
      'a Secret in clear',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'b' } },
      'apiVersion and kind are v1 Secret',
    ],
    ['nothing', {}, 'apiVersion and kind are undefined undefined'],
    ['no namespace', { ...sealedFile('b', 'a', 'k'), metadata: { name: 'a' } }, 'metadata.name or metadata.namespace is missing'],
    [
      'of cluster-wide scope',
      {
        ...sealedFile('b', 'a', 'k'),
        metadata: { name: 'a', namespace: 'b', annotations: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' } },
      },
      'b/a has the annotation sealedsecrets.bitnami.com/cluster-wide, but only strict scope binds it to its name',
    ],
    ['no keys', sealedFile('b', 'a'), 'spec.encryptedData of b/a holds no key'],
  ])('that is %s is refused', (_, file, message) => {
    expect(() => sealed(file)).toThrow(`sealed(...): ${message}; expected the JSON of a SealedSecret`);
  });
});
