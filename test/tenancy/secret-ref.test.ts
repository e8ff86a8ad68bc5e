import { Secret, secretDigest } from '../../lib/tenancy/secret';
import { external, mock, type SecretRef, sealed, sealedElsewhere, sops } from '../../lib/tenancy/secret-ref';
import { sealedFile, TEST_TRAITS, TestPlatform } from '../platform';

const SCOPED = (place: 'both' | 'own' | 'template', scope: string) => {
  const annotations = { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
  const metadata = { name: 'a', namespace: 'b' };
  return {
    ...sealedFile('b', 'a', 'k'),
    metadata: place === 'template' ? metadata : { ...metadata, annotations },
    spec: { template: { metadata: place === 'own' ? metadata : { ...metadata, annotations } }, encryptedData: { k: 'AgSample' } },
  };
};

describe('a sealed file', () => {
  test('becomes a reference by name and keys, without the nulls that kubeseal writes', () => {
    const secret = sealed(sealedFile('kfm-api', 'db', 'b', 'a'));

    expect(secret).toMatchObject({ kind: 'sealed', name: 'db', namespace: 'kfm-api', keys: ['a', 'b'], scope: 'strict' });
    expect(JSON.stringify(secret)).not.toContain('null');
  });

  test.each(['namespace-wide', 'cluster-wide'])('keeps its scope %s', (scope) => {
    expect(sealed(SCOPED('both', scope))).toMatchObject({ scope });
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
      'of a scope that only one of two places names',
      SCOPED('own', 'cluster-wide'),
      'b/a is cluster-wide by its own annotations but strict',
    ],
    [
      'of a scope that only its template names',
      SCOPED('template', 'namespace-wide'),
      'b/a is strict by its own annotations but namespace-wide',
    ],
    ['no keys', sealedFile('b', 'a'), 'spec.encryptedData of b/a holds no key'],
  ])('that is %s is refused', (_, file, message) => {
    expect(() => sealed(file)).toThrow(`sealed(...): ${message}`);
  });
});

const ENCRYPTED = 'ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]';
const SOPS = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'a', namespace: 'b' },
  data: { k: ENCRYPTED },
  sops: { mac: 'ENC[AES256_GCM,data:eA==]' },
};

describe('a file of SOPS', () => {
  test('becomes a reference by name and keys', () => {
    expect(sops(SOPS)).toMatchObject({ kind: 'sops', name: 'a', namespace: 'b', keys: ['k'] });
  });

  test.each<[string, unknown, string]>([
    ['a value in clear', { ...SOPS, data: { k: ENCRYPTED, other: 'cGxhaW4=' } }, 'data.other of b/a is not encrypted'],
    ['a value in clear among texts', { ...SOPS, stringData: { t: 'plain' } }, 'stringData.t of b/a is not encrypted'],
    ['no metadata of SOPS', { ...SOPS, sops: undefined }, 'b/a has no sops.mac'],
    ['no keys', { ...SOPS, data: {} }, 'b/a holds no key'],
    ['another kind', { ...SOPS, kind: 'ConfigMap' }, 'apiVersion and kind are v1 ConfigMap'],
  ])('with %s is refused', (_, file, message) => {
    expect(() => sops(file)).toThrow(`sops(...): ${message}`);
  });
});

function render(secret: SecretRef, traits: Partial<typeof TEST_TRAITS> = {}, keys = ['k'], namespace = 'b') {
  const scope = new TestPlatform();
  const made = new Secret(scope, 'Secret', { secret, traits: { ...TEST_TRAITS, ...traits }, namespace, keys, labels: { team: 'a' } });
  return made.node.findAll().flatMap((construct) => ('manifest' in construct ? [construct.manifest] : []));
}

describe('the source of a secret', () => {
  const named = { namespace: 'b', name: 'a', keys: ['k'] };

  test('is the SealedSecret, with the labels of its consumer, which the Secret gets too', () => {
    expect(render(sealed(sealedFile('b', 'a', 'k')))).toMatchObject([
      { kind: 'SealedSecret', metadata: { name: 'a', labels: { team: 'a' } } },
    ]);
  });

  test('is an ExternalSecret that names store, entry and keys', () => {
    expect(render(external({ ...named, store: 'vault', path: 'kfm/a' }))).toMatchInlineSnapshot(`
[
  {
    "apiVersion": "external-secrets.io/v1",
    "kind": "ExternalSecret",
    "metadata": {
      "labels": {
        "team": "a",
      },
      "name": "a",
      "namespace": "b",
    },
    "spec": {
      "data": [
        {
          "remoteRef": {
            "key": "kfm/a",
            "property": "k",
          },
          "secretKey": "k",
        },
      ],
      "refreshInterval": "1h",
      "secretStoreRef": {
        "kind": "ClusterSecretStore",
        "name": "vault",
      },
      "target": {
        "creationPolicy": "Owner",
        "name": "a",
        "template": {
          "metadata": {
            "labels": {
              "team": "a",
            },
          },
        },
      },
    },
  },
]
`);
  });

  test('is the encrypted Secret of SOPS as it is', () => {
    expect(render(sops(SOPS))).toMatchObject([{ kind: 'Secret', data: { k: ENCRYPTED }, sops: { mac: expect.anything() } }]);
  });

  test.each<[string, SecretRef]>([
    ['another repository delivers it', sealedElsewhere({ ...named, repository: 'https://git.example.org/secrets.git' })],
    ['the cluster is seeded with it', mock('b', 'a', 'k')],
  ])('is no object where %s', (_, secret) => {
    expect(render(secret)).toEqual([]);
  });

  test.each<[string, () => unknown, string]>([
    ['lacks a key', () => render(mock('b', 'a', 'k'), {}, ['k', 'other']), 'the secret b/a has the keys k but not other'],
    ['is of another namespace', () => render(mock('b', 'a', 'k'), {}, ['k'], 'c'), 'is made for the namespace b but used in c'],
    ['is a mock in a rehearsal', () => render(mock('b', 'a', 'k'), { purpose: 'rehearsal' }), 'is a mock, which only development may use'],
    [
      'is of wide scope in a locked environment',
      () => render(sealed(SCOPED('both', 'namespace-wide')), { locked: true }),
      'is namespace-wide; a locked environment takes strict scope only',
    ],
  ])('that %s is refused', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('takes wide scope where nothing is locked', () => {
    expect(render(sealed(SCOPED('both', 'cluster-wide')))).toHaveLength(1);
  });

  test('has a digest that changes with its ciphertext and with nothing else', () => {
    const file = sealedFile('b', 'a', 'k') as { spec: object };
    const resealed = { ...file, spec: { ...file.spec, encryptedData: { k: 'AgOther' } } };
    const labelled = { ...file, metadata: { name: 'a', namespace: 'b', labels: { x: 'y' } } };

    expect(secretDigest(sealed(labelled))).toBe(secretDigest(sealed(file)));
    expect(secretDigest(sealed(resealed))).not.toBe(secretDigest(sealed(file)));
  });
});
