import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { emitYaml } from '../../lib/manifest/yaml-emitter';
import { readManifests } from '../../lib/manifest/yaml-reader';

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'YAML 1.2': (text) => parse(text),
  'YAML 1.1': (text) => parse(text, { version: '1.1' }),
  'js-yaml': (text) => load(text),
  Kubernetes: (text) => readManifests(text).manifests[0],
};

function configMap(data: unknown) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data };
}

function expectReadBack(data: unknown): void {
  const text = emitYaml(configMap(data));
  for (const [name, read] of Object.entries(READERS)) expect([name, read(text)]).toEqual([name, configMap(data)]);
}

function json(text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const number = fc.oneof(fc.integer(), fc.double({ noInteger: true, noDefaultInfinity: true, noNaN: true }));
  return fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, number, fc.boolean(), tie('list'), tie('mapping')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    mapping: fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  })).value;
}

function joined(parts: Iterable<string>, separator = '', maxLength = 8): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...parts), { maxLength }).map((some) => some.join(separator));
}

describe('what is printed', () => {
  test('has keys sorted at every level, lists kept and no anchors', () => {
    const labels = { tier: 'api', app: 'kfm' };
    const args = ['b', ['set -e\n\necho "$1"\n', 'a']];

    const text = emitYaml({ spec: { template: { labels }, selector: labels }, args, empty: [{}, []], 10: 'y', 9: 0.5 });

    expect(text).toMatchInlineSnapshot(`
""10": "y"
"9": 0.5
args:
  - b
  - - |
      set -e

      echo "$1"
    - a
empty:
  - {}
  - []
spec:
  selector:
    app: kfm
    tier: api
  template:
    labels:
      app: kfm
      tier: api
"
`);
  });

  test('is what the yaml package prints, byte by byte, for everything that nobody misreads', () => {
    const line = joined([...' .,:;!?#&*-+/\\|<>[]{}()@%$^~\'"abzQ12é\u00a0😀', ' ', ': ', ' #', 'null', 'true'], '', 12);
    const harmless = fc
      .tuple(fc.constantFrom('', 'name', 'kfm-api:1.2', '  two', '\n', '- '), fc.array(line, { maxLength: 4 }))
      .map(([first, lines]) => [first, ...lines].join('\n'))
      .filter((text) => !/^\s*\n\s*$|^<<$|^[-+]?0[xob]|\n +$/i.test(text));
    const options = { lineWidth: 0, compat: 'yaml-1.1', sortMapEntries: true, aliasDuplicateObjects: false } as const;

    fc.assert(
      fc.property(json(harmless), (data) => expect(emitYaml(configMap(data))).toBe(stringify(configMap(data), options))),
      { numRuns: 200 },
    );
  });
});

describe('what is read back', () => {
  const nasty = fc.oneof(
    joined([...' \t\r\n-:#,[]{}&*!|>\'"%@`?=<~._+\\a0\u0000\u001b\u0085\u2028\ufeff\u200b😀', '---', '...']),
    joined('0123456789_+-.:eExXoObBaAfF', '', 6),
    joined(['', ' ', '  ', 'word', ' indented', 'trailing ', '# no comment', '---', 'kind: Secret', '\tx', '- a'], '\n'),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );

  test('by every reader is what was written, whatever its texts and keys', () => {
    fc.assert(fc.property(json(nasty), expectReadBack), { numRuns: 200 });
  });

  // The yaml package double-quotes this over several lines and prints the lone space as `\\ `, a backslash.
  test('keeps a line of one space in a text that ends in spaces', () => {
    const script = 'echo "a script of some length"\n \necho done\n  ';

    expectReadBack({ script });
  });

  const lookAlikes =
    'no No on off y Y n ~ null Null true 0o7 0777 08 1_000 1_0.5 12:30:45 2020-01-01 = << <<: 1e3 1E3 0x10 0X1f 0b1 .5 5. ' +
    '+1 -0o1 +_1 ._5 e0 .inf .NaN 1__0 0x_1 !x &x *x %x @x - ? --- ...';

  test.each(lookAlikes.split(' '))('keeps %s a text, as value and as key', (text) => {
    expectReadBack({ [text]: text, list: [text] });
  });

  test('keeps the names of Object.prototype as keys', () => {
    expectReadBack(JSON.parse('{"__proto__": {"x": "1"}, "constructor": "a", "toString": "b"}'));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test.each(['---\nkind: Secret', 'a\n---\nkind: Secret\n', '...\n---\na', '%YAML 1.1\n---\n'])(
    'is one document, with %j in it',
    (text) => {
      const printed = emitYaml({ ...configMap([text, { [text]: text }]), [text]: text, '---': '---' });

      expect(parseAllDocuments(printed)).toHaveLength(1);
      expect(readManifests(printed)).toEqual({ manifests: [parse(printed)], problems: [] });
      expect(parse(printed)).toMatchObject({ kind: 'ConfigMap', [text]: text });
    },
  );
});

describe('what a reviewer could not see', () => {
  test.each([
    ['a separator of lines or paragraphs', 'a\u2028\u2029b', '"a\\u2028\\u2029b"'],
    ['a byte order mark or next-line control', '\ufeffa\u0085', '"\\ufeffa\\u0085"'],
    ['a leading tab', '\ta', '"\\ta"'],
    ['CRLF', 'a\r\nb', '"a\\r\\nb"'],
    ['an override or isolate of direction', 'a\u202e\u2066b', '"a\\u202e\\u2066b"'],
    ['a zero-width space or soft hyphen', 'a\u200b\u00adb', '"a\\u200b\\u00adb"'],
  ])('%s comes out escaped and is read back', (_, text, escaped) => {
    expect(emitYaml({ [text]: text })).toBe(`${escaped}: ${escaped}\n`);
    expectReadBack({ [text]: text });
  });

  // MISREAD lists some invisible characters only; \p{Default_Ignorable_Code_Point} would name them all.
  test.each([
    ['a tag character', '\u{e0041}'],
    ['a Hangul filler', '\u3164'],
    ['a variation selector', '\ufe00'],
  ])('%s comes out escaped', (_, character) => {
    expect(emitYaml({ text: `a${character}` })).not.toContain(character);
  });
});
