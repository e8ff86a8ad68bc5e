import { readManifests } from '../../lib/manifest/yaml-reader';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n';

function dataOf(text: string): unknown {
  const { manifests, problems } = readManifests(HEAD + text);
  return problems.length > 0 ? problems : manifests[0]?.['data'];
}

describe('a file', () => {
  test.each<[string, string, string[]]>([
    [
      'of several documents',
      'apiVersion: v1\nkind: A\nmetadata: {name: a}\n---\napiVersion: v1\nkind: B\nmetadata: {name: b}\n',
      ['v1 A a', 'v1 B b'],
    ],
    ['with empty documents', `---\n---\n# nothing\n---\n${HEAD}---\n...\n`, ['v1 ConfigMap settings']],
    ['without a document', '# nothing\n', []],
    ['in JSON', '{"apiVersion": "v1", "kind": "A",\n\t"metadata": {"name": "a"}}', ['v1 A a']],
    ['with a byte order mark and CRLF', `\ufeff${HEAD.replaceAll('\n', '\r\n')}`, ['v1 ConfigMap settings']],
    ['with a YAML directive', `%YAML 1.1\n---\n${HEAD}`, ['v1 ConfigMap settings']],
    [
      'with a List, nested too',
      'apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: A, metadata: {name: a}}]}]',
      ['v1 A a'],
    ],
    [
      'with a typed list, whose items leave out their type',
      'apiVersion: apps/v1\nkind: DeploymentList\nitems: [{metadata: {name: a}}, {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}]',
      ['apps/v1 Deployment a', 'apps/v1 Deployment b'],
    ],
    [
      'with an object that has items, and one that is only named like a list',
      `${HEAD}items: [1]\n---\napiVersion: example.org/v1\nkind: AllowList\nmetadata: {name: a}`,
      ['v1 ConfigMap settings', 'example.org/v1 AllowList a'],
    ],
  ])('%s holds these objects', (_, text, objects) => {
    const { manifests, problems } = readManifests(text);

    expect(problems).toEqual([]);
    expect(manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.name}`)).toEqual(objects);
  });

  test.each<[string, string, string]>([
    ['a duplicate key', `${HEAD}data: {a: 1, "a": 2}`, 'duplicated mapping key (4:15)'],
    ['a custom tag', `${HEAD}data: !Ref x`, 'unknown scalar tag !<!Ref> (4:7)'],
    ['a binary', `${HEAD}data: !!binary aGk=`, 'unknown scalar tag !<tag:yaml.org,2002:binary> (4:7)'],
    ['a node within itself', `${HEAD}data: &a {b: [*a]}`, 'document 1 expands to more than 1000000 nodes through its aliases'],
    ['an alias without anchor', `${HEAD}data: *a`, 'unidentified alias "a" (4:8)'],
    ['no kind', 'apiVersion: v1\nmetadata: {name: a}', 'document 1 has no apiVersion and kind, so it is no Kubernetes object'],
    [
      'a number as apiVersion',
      `${HEAD}---\napiVersion: 1\nkind: A`,
      'document 2 has no apiVersion and kind, so it is no Kubernetes object',
    ],
    ['a number as name', 'apiVersion: v1\nkind: Pod\nmetadata: {name: 123}', 'document 1, a Pod, has no metadata.name'],
    ['a list instead of a mapping', '- a', 'document 1 is no mapping'],
    ['a list item without name', 'apiVersion: v1\nkind: PodList\nitems: [{}]', 'document 1, item 1, a Pod, has no metadata.name'],
    [
      'a list item without type',
      'apiVersion: v1\nkind: List\nitems: [{metadata: {name: a}}]',
      'document 1, item 1 has no apiVersion and kind, so it is no Kubernetes object',
    ],
    ['tabs as indentation', 'apiVersion: v1\nmetadata:\n\tname: a', 'tab characters must not be used in indentation (3:1)'],
    ['a Helm template', `${HEAD}data: {{ .Values.data }}`, 'object-based map does not support complex keys (1:1)'],
    ['a Helm condition', `{{- if .Values.data }}\n${HEAD}{{- end }}`, 'missed comma between flow collection entries (1:3)'],
    ['a null byte', `${HEAD}data: "\u0000"`, 'null byte is not allowed in input (4:8)'],
    ['two hundred levels', `${HEAD}data: ${'['.repeat(201)}${']'.repeat(201)}`, 'nesting exceeded maxDepth (200) (4:206)'],
  ])('with %s is a problem, never a guess', (_, text, problem) => {
    expect(readManifests(text).problems).toEqual([problem]);
  });

  test.each<[string, (anchor: string, previous: string) => string]>([
    ['aliases', (anchor, previous) => `${anchor}: &${anchor} [${Array(9).fill(`*${previous}`).join(', ')}]`],
    ['merge keys', (anchor, previous) => `${anchor}: &${anchor} {${anchor}1: *${previous}, ${anchor}2: *${previous}, <<: *${previous}}`],
  ])('that multiplies itself by %s is refused at once', (_, line) => {
    const anchors = [...'abcdefghijklmopqrstuvwxz'];
    const bomb = anchors.map((anchor, index) => (index === 0 ? 'a: &a {a1: 1}' : line(anchor, anchors[index - 1] as string)));
    const start = performance.now();

    const { manifests, problems } = readManifests(`${HEAD}${bomb.join('\n')}`);

    expect(manifests).toEqual([]);
    expect(problems).toEqual(['document 1 expands to more than 1000000 nodes through its aliases']);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  // An item that is null is dropped like an empty document; kubectl refuses it.
  test('with null as an item of a List is a problem', () => {
    expect(readManifests('apiVersion: v1\nkind: List\nitems: [null]').problems).toHaveLength(1);
  });
});

describe('values', () => {
  test.each<[string, unknown]>([
    ['yes', true],
    ['y', true],
    ['No', false],
    ['OFF', false],
    ['~', null],
    ['0777', 511],
    ['0o7', 7],
    ['0x1F', 31],
    ['-0b101', -5],
    ['08', 8],
    ['1_000', 1000],
    ['-0', 0],
    ['1e3', 1000],
    ['+.5', 0.5],
    ['-.inf', Number.NEGATIVE_INFINITY],
    ['.NaN', Number.NaN],
    ['12:30:45', '12:30:45'],
    ['2020-01-01', '2020-01-01'],
    ['0o8', '0o8'],
    ['1Gi', '1Gi'],
    ['=', '='],
    ['"yes"', 'yes'],
    ['!!str 123', '123'],
    ['[&a {b: 1}, *a]', [{ b: 1 }, { b: 1 }]],
  ])('written %s are read as by go-yaml', (text, value) => {
    expect(dataOf(`data: ${text}`)).toEqual(value);
  });

  // go-yaml drops underscores anywhere behind the first character, and Go knows prefixes in capitals.
  test.each<[string, number]>([
    ['0X1F', 31],
    ['0O7', 7],
    ['0B1', 1],
    ['+_1', 1],
    ['0_8', 8],
    ['1_000.5', 1000.5],
    ['1e1_0', 1e10],
  ])('written %s are numbers for go-yaml', (text, value) => {
    expect(dataOf(`data: ${text}`)).toBe(value);
  });

  test.each<[string, string, unknown]>([
    ['take what they lack', 'x: &x {a: 1, b: 2}\ndata: {<<: *x, b: 3}', { a: 1, b: 3 }],
    ['prefer the first of several', 'x: [&x {a: 1}, &z {a: 2, c: 3}]\ndata: {<<: [*x, *z]}', { a: 1, c: 3 }],
  ])('with merge keys %s', (_, text, value) => {
    expect(dataOf(text)).toEqual(value);
  });

  test('named like members of Object.prototype are data', () => {
    const value = dataOf('x: &x {__proto__: {polluted: 1}}\ndata: {<<: *x, constructor: a, toString: b}');

    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":1},"constructor":"a","toString":"b"}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
