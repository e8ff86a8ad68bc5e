import { labelKeyProblem, labelProblems, labelValueProblem } from '../../lib/manifest/label';

function deployment(metadata: object, template: object = {}) {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api', ...metadata }, spec: { template: { metadata: template } } };
}

describe('a key', () => {
  test.each(['app', 'app.kubernetes.io/name', 'A_b-c.9', '1', 'a'.repeat(63), `${'a'.repeat(253)}/b`])('may be %s', (key) => {
    expect(labelKeyProblem(key)).toBeUndefined();
  });

  test.each([
    ['', '"" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."'],
    ['-app', '"-app" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."'],
    ['app name', '"app name" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."'],
    ['example.org/', '"example.org/" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."'],
    ['a/b/c', '"a/b/c" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."'],
    ['\u0430pp', '"<U+0430>pp" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."'],
    ['a'.repeat(64), `the name part of the key "${'a'.repeat(64)}" has 64 characters; at most 63 are allowed`],
    [`${'a'.repeat(254)}/b`, `the prefix of the key: "${'a'.repeat(77)}..." has 254 characters; at most 253 are allowed`],
    ['/name', expect.stringMatching(/^the prefix of the key: the name is empty/)],
    ['a_b/name', expect.stringMatching(/^the prefix of the key: "a_b" is no valid name/)],
  ])('may not be %j', (key, message) => {
    expect(labelKeyProblem(key)).toEqual(message);
  });

  // apimachinery lower-cases the keys of annotations before it looks at them, those of labels not.
  test('of a label may not have capitals in its prefix', () => {
    expect(labelProblems(deployment({ labels: { 'Example.org/app': 'a' } }))).toHaveLength(1);
  });
});

describe('a value', () => {
  test.each(['', 'a', '1.2.3', 'A_b-c.9', 'true', 'a'.repeat(63)])('may be %j', (value) => {
    expect(labelValueProblem(value)).toBeUndefined();
  });

  test.each([
    ['a'.repeat(64), `the value "${'a'.repeat(64)}" has 64 characters; at most 63 are allowed`],
    ...['my app', '-a', 'a.', 'a/b', 'é'].map((value) => [
      value,
      `"${value === 'é' ? '<U+00E9>' : value}" is no valid label value; expected letters, digits, "-", "_" and ".", beginning and ending with a letter or digit`,
    ]),
  ])('may not be %j', (value, message) => {
    expect(labelValueProblem(value as string)).toBe(message);
  });
});

describe('an object', () => {
  test('is searched in its own metadata and in that of its pods and jobs', () => {
    const bad = { labels: { app: 'my app' }, annotations: { 'not a key': 'any text, of any length' } };
    const cronJob = { jobTemplate: { metadata: bad, spec: { template: { metadata: bad } } } };

    const fields = labelProblems({ ...deployment(bad), spec: { template: { metadata: bad }, ...cronJob } }).map(({ field }) => field);

    expect(fields).toEqual(
      ['metadata', 'spec.template.metadata', 'spec.jobTemplate.metadata', 'spec.jobTemplate.spec.template.metadata'].flatMap((place) => [
        `${place}.labels.app`,
        `${place}.annotations["not a key"]`,
      ]),
    );
  });

  test('may have keys of annotations with capitals in the prefix, and long values', () => {
    expect(labelProblems(deployment({ annotations: { 'Example.org/Text': ' any text\n'.repeat(1000) } }))).toEqual([]);
  });

  test('may not have annotations of more than 256 KiB together, counted in bytes', () => {
    const annotations = (bytes: number) => ({ annotations: { a: 'é'.repeat(100_000), b: 'x'.repeat(bytes - 200_002) } });

    expect(labelProblems(deployment(annotations(262_144)))).toEqual([]);
    expect(labelProblems(deployment({}, annotations(262_145)))).toEqual([
      { field: 'spec.template.metadata.annotations', message: 'take 262145 bytes together; at most 262144 are allowed' },
    ]);
  });

  test('without labels, or with the names of Object.prototype as keys, is fine', () => {
    expect(labelProblems(deployment({ labels: JSON.parse('{"constructor": "a", "toString": "b"}'), annotations: undefined }))).toEqual([]);
    expect(labelProblems(deployment({ labels: JSON.parse('{"__proto__": "a"}') }))).toHaveLength(1);
  });
});
