import { compareNames, wrapped } from '../../cli/scaffold/formatting';
import { blockAt, withEntry, withExport, withImport, withValue } from '../../cli/scaffold/source';
import { entriesOf, skeleton, tryValue, tryValueStart, withoutComments } from '../../cli/scaffold/structure';

const source = (text: string) => ({ path: 'envs/x.ts', text });

function added(text: string, place: Parameters<typeof withEntry>[3] = {}): string {
  return withEntry(source(text), blockAt(source(text), /parts: \{/, 'parts'), ["c: 'new',"], place);
}

describe('an entry is added to an object in a source', () => {
  test.each([
    ['as the last', "parts: {\n  a: '1',\n},\n", "parts: {\n  a: '1',\n  c: 'new',\n},\n"],
    ['with the indentation that is there', "parts: {\n\ta: '1',\n}\n", "parts: {\n\ta: '1',\n\tc: 'new',\n}\n"],
    ['after one without a comma', "parts: {\n  a: '1'\n}\n", "parts: {\n  a: '1',\n  c: 'new',\n}\n"],
    ['to an empty one', '  parts: {},\n', "  parts: {\n    c: 'new',\n  },\n"],
    ['with the line breaks that are there', "parts: {\r\n  a: '1',\r\n},\r\n", "parts: {\r\n  a: '1',\r\n  c: 'new',\r\n},\r\n"],
    [
      'past comments and strings that hold braces',
      "// parts: {\nparts: {\n  a: '}', // } parts\n  /* { */\n},\n",
      "// parts: {\nparts: {\n  a: '}', // } parts\n  /* { */\n  c: 'new',\n},\n",
    ],
  ])('%s', (_, before, after) => {
    expect(added(before)).toBe(after);
  });

  test('before another, whose comment stays with it', () => {
    expect(added("parts: {\n  a: '1', // one\n\n  // two\n  b: '2',\n}\n", { before: 'b', apart: true })).toBe(
      "parts: {\n  a: '1', // one\n\n  c: 'new',\n\n  // two\n  b: '2',\n}\n",
    );
    expect(added("parts: {\n  b: '2',\n}\n", { before: 'b' })).toBe("parts: {\n  c: 'new',\n  b: '2',\n}\n");
  });

  test.each([
    ['entries that share a line', 'parts: { a: 1 }'],
    ['no such object', 'other: {}'],
    ['an object that nothing closes', 'parts: { a: 1,'],
  ])('but not to %s', (_, text) => {
    expect(() => added(text)).toThrow('envs/x.ts: expected');
  });
});

test('a value is set, added or taken away, and nothing else changes', () => {
  const text = "super({\n  name: 'a', // why\n  follows: 'b',\n  size: { of: 'x' },\n});\n";
  const set = (key: string, value: string | undefined) => withValue(source(text), /super\(\{/, key, value);

  expect(set('size', "'s'")).toBe("super({\n  name: 'a', // why\n  follows: 'b',\n  size: 's',\n});\n");
  expect(set('follows', undefined)).toBe("super({\n  name: 'a', // why\n  size: { of: 'x' },\n});\n");
  expect(set('more', '1')).toBe("super({\n  name: 'a', // why\n  follows: 'b',\n  size: { of: 'x' },\n  more: 1,\n});\n");
  expect(set('nothing', undefined)).toBe(text);
});

test('imports and exports are in the order and on the lines of the formatter', () => {
  expect(withImport(source("import { argo, type Releases, release, Sync } from '../../lib';\n"), '../../lib', 'ReportBuilder')).toBe(
    "import { argo, type Releases, ReportBuilder, release, Sync } from '../../lib';\n",
  );
  const names = Array.from({ length: 9 }, (_, index) => `Component${index}Name`);
  expect(withImport(source(`import { ${names.join(', ')} } from '../lib';\n`), '../lib', 'A').split('\n')).toHaveLength(13);
  expect(withExport(source("export { A } from './app/a';\nexport * from './errors';\n"), "export { B } from './app/b';")).toBe(
    "export { A } from './app/a';\nexport { B } from './app/b';\nexport * from './errors';\n",
  );
  expect(['release', 'b10', 'Releases', 'b9', 'a-b', 'a', 'a2'].sort(compareNames)).toEqual([
    'a',
    'a-b',
    'a2',
    'b9',
    'b10',
    'Releases',
    'release',
  ]);
});

test('a line that is too long becomes one of each entry of its outermost braces', () => {
  const long = 'x'.repeat(70);

  expect(wrapped(`  new A(this, { a: '${long}', b: { c: '${long}' } });`)).toEqual([
    '  new A(this, {',
    `    a: '${long}',`,
    `    b: { c: '${long}' },`,
    '  });',
  ]);
});

test('comments go with their lines, and strings that look like them stay', () => {
  const text = "/** a\n * b */\nconst url = 'https://x'; // why\n// more\nconst b = 1;\n";

  expect(withoutComments(text)).toBe("const url = 'https://x';\nconst b = 1;\n");
  expect(skeleton(text)).toHaveLength(text.length);
});

test('a quote in a regular expression begins no string, and a division is none', () => {
  expect(skeleton("[/[/']{/, a / b, '{', c / d]")).toBe("[/     /, a / b, ' ', c / d]");
  expect(withoutComments("const quote = /'/; // why\nconst b = '1';\n")).toBe("const quote = /'/;\nconst b = '1';\n");
});

test('the value of an entry is what follows its key, which may hold a colon', () => {
  const text = "{ 'a: b': 1, c /* : */ : /* d */ 2, e, ...f, [g]: 3, h() { i: 4 } }";
  const block = { open: 0, close: text.length - 1 };

  const values = entriesOf(text, block).map((entry) => {
    const start = tryValueStart(text, entry);
    return start === undefined ? undefined : text.slice(start, entry.end);
  });

  expect(values).toEqual(['1', '2', undefined, undefined, undefined, undefined]);
  expect(tryValue(text, block, 'a: b')).toBe('1');
  expect(tryValue(text, block, 'e')).toBe('e');
});
