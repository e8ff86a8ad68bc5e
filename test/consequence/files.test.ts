import { consequences, file } from './told';

describe('a file', () => {
  test.each([
    [
      'that cannot be read comes first',
      file('x.yaml', undefined, 'a: ['),
      /^deletion: cannot be read \(.+\); what Argo CD cannot read stops/,
    ],
    ['that could not be read and is gone', file('x.yaml', 'a: [', undefined), /^deletion: is gone, and what it held cannot be read/],
    [
      'that is a page for people is cosmetic',
      file('README.md', 'a', 'b'),
      /^cosmetic: is generated for people and tools; nothing applies it$/,
    ],
    ['that is no manifest is cosmetic', file('notes.txt', undefined, 'b'), /^cosmetic: is no manifest, and Argo CD does not read it$/],
    [
      'of which a comment changed is cosmetic',
      file('a.yaml', '# a\napiVersion: v1\nkind: Service\nmetadata: {name: a}', '# b\napiVersion: v1\nkind: Service\nmetadata: {name: a}'),
      /^cosmetic: says the same in other words/,
    ],
  ])('%s', (_, change, text) => {
    expect(consequences([change]).map(({ risk, summary }) => `${risk}: ${summary}`)).toEqual([expect.stringMatching(text)]);
  });

  const list = (...lines: string[]): string =>
    ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', 'resources:', ...lines].map((line) => `${line}\n`).join('');
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n';

  test.each<[string, string | undefined, string | undefined, string]>([
    [
      'the files that came and went',
      list('  - a/old.yaml', '  - a/b.yaml'),
      list('  - a/b.yaml', '  - a/new.yaml'),
      'cosmetic: follows from the other files',
    ],
    [
      'more than files',
      list('  - a/old.yaml'),
      list('  - a/new.yaml', 'patches:', '  - path: b.yaml', 'images:', '  - name: c'),
      'configuration: holds more than the list of files: patches, images; kubectl apply -k applies something else than Argo CD',
    ],
    [
      'files of elsewhere',
      list('  - a/old.yaml'),
      list('  - a/new.yaml', '  - ../prod', '  - https://example.org/x.yaml'),
      'configuration: lists what is no file of the environment: ../prod, https://example.org/x.yaml; kubectl apply -k applies something else than Argo CD',
    ],
    [
      'fewer files than there are',
      list('  - a/old.yaml', '  - a/b.yaml'),
      list('  - a/new.yaml'),
      'configuration: leaves out a/b.yaml; kubectl apply -k applies something else than Argo CD',
    ],
    [
      'nothing',
      list('  - a/old.yaml'),
      undefined,
      'configuration: leaves out a/new.yaml; kubectl apply -k applies something else than Argo CD',
    ],
    ['the files of a new environment', undefined, list('  - a/new.yaml'), 'cosmetic: follows from the other files'],
  ])('of kustomize that lists %s', (_, before, after, text) => {
    const files = [
      file('kustomization.yaml', before, after),
      file('a/new.yaml', undefined, service),
      ...(before === undefined ? [] : [file('a/old.yaml', service, undefined)]),
    ];
    const found = consequences(files).filter(({ file: path }) => path.endsWith('kustomization.yaml'));

    expect(found.map(({ risk, summary }) => `${risk}: ${summary}`)).toEqual([text]);
  });

  test('of several objects tells each of them', () => {
    const text = (value: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "${value}"}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {x: "${value}"}\n`;
    const found = consequences([file('a.yaml', text('1'), text('2'))]);

    expect(found.map(({ object: key, fields }) => [key, fields])).toEqual([
      ['/ConfigMap//a', [{ field: 'data.x', before: '1', after: '2' }]],
      ['/ConfigMap//b', [{ field: 'data.x', before: '1', after: '2' }]],
    ]);
  });
});
