import { transform } from 'esbuild';
import fc from 'fast-check';
import { releaseLines, withNewRelease, withRelease, withReleaseValue } from '../../cli/promotion/release-line';
import { Refusal } from '../../lib';

const source = (text: string) => ({ path: 'envs/stage/index.ts', text });

const OLD = `sha256:${'0'.repeat(64)}`;
const NEW = `sha256:${'a'.repeat(64)}`;
const WANTED = { version: '2.0.0', digest: NEW };

/** Releases with these lines. */
function releases(...lines: string[]): string {
  return ['export const releases = {', ...lines, '} satisfies Releases;', ''].join('\n');
}

describe('the lines of releases', () => {
  test('say what is written for each component', () => {
    const text = releases(
      `  'kfm-api': release('1.0.0', '${OLD}'),`,
      '',
      '  "kfm-ui": /* the page */ ui.release,',
      '',
      `  tiles: release("1.0.0", \`x\`, { hotfix: 'INC-12: token leak' })`,
    );

    expect(releaseLines(source(text))).toEqual([
      { component: 'kfm-api', value: `release('1.0.0', '${OLD}')` },
      { component: 'kfm-ui', value: 'ui.release' },
      { component: 'tiles', value: `release("1.0.0", \`x\`, { hotfix: 'INC-12: token leak' })` },
    ]);
  });

  test.each([
    ['behind the line', '  a: x(), // held: KFM-1\n\n  b: x(),', { a: 'KFM-1' }],
    ['behind the line, before the comma', '  a: x() /* held: KFM-1 */,\n\n  b: x(),', { a: 'KFM-1' }],
    ['behind the last line', '  a: x(),\n\n  b: x() // held: KFM-1', { b: 'KFM-1' }],
    ['above the line', '  a: x(),\n\n  // held: KFM-1\n  b: x(),', { b: 'KFM-1' }],
    ['above the first line', '  /* held: KFM-1 */\n  a: x(),\n  b: x(),', { a: 'KFM-1' }],
    ['above the line, without a blank one', '  a: x(),\n  // held: KFM-1\n  b: x(),', { b: 'KFM-1' }],
    ['far above the line', '  a: x(),\n\n  // held: KFM-1\n\n  b: x(),', { b: 'KFM-1' }],
    ['below the line', '  a: x(),\n  // held: KFM-1\n\n  b: x(),', { a: 'KFM-1' }],
    ['below the last line', '  a: x(),\n\n  b: x(),\n\n  // held: KFM-1', { b: 'KFM-1' }],
    ['inside the line', '  a: x(\n    1, // held: KFM-1\n  ),\n\n  b: x(),', { a: 'KFM-1' }],
    ['in the midst of a comment', '  /**\n   * The API.\n   * Held: until Monday, KFM-1\n   */\n  a: x(),', { a: 'until Monday, KFM-1' }],
    ['without a reason', '  a: x(), // held:\n\n  b: x(),', { a: 'no reason is given' }],
    ['for two', '  a: x(), // held: one\n\n  // held: two\n  b: x(),', { a: 'one', b: 'two' }],
    ['nowhere', "  // withheld: no\n  a: x('// held: no'),\n  /* the other */\n  b: x(),", {}],
  ])('are held back by a comment %s', (_, lines, held) => {
    for (const text of [releases(lines), releases(lines).replaceAll('\n', '\r\n')]) {
      const found = releaseLines(source(`// held: no\n${text}// held: no\n`)).filter((line) => line.held !== undefined);

      expect(Object.fromEntries(found.map((line) => [line.component, line.held]))).toEqual(held);
    }
  });

  test.each([
    ['no releases', "import { releases } from './releases';\n"],
    ['releases in a comment and a string', 'const text = `export const releases = {}`; // export const releases = {}\n'],
    ['releases that are called, not written', 'export const releases = made();\n'],
  ])('are not found in a file with %s', (_, text) => {
    expect(() => releaseLines(source(text))).toThrow('envs/stage/index.ts: expected export const releases = { … }');
  });

  test.each([': Releases', ': Readonly<Record<string, Release>>', " : Record<'a' | 'b', Release>"])(
    'are found with the type %p',
    (type) => {
      expect(releaseLines(source(`export const releases${type} = { a: x() };`))).toEqual([{ component: 'a', value: 'x()' }]);
    },
  );
});

describe('another release', () => {
  test('changes the two strings of its line, whatever stands around them', () => {
    const text = [
      "\uFEFFimport { release } from '../../lib';",
      `const pattern = /'{/; // release('1.0.0', '${OLD}')`,
      'export const releases = {',
      `  ui: release('1.0.0', '${OLD}'), // api: release('1.0.0', '${OLD}')`,
      '',
      '  // held: KFM-1',
      '  "api" /* a */ : /* b */ release /* c */ ( // )',
      '    "1.0.0", /* , \' */',
      `    \`${OLD}\` // ${OLD}`,
      '    ,',
      `  ) /* ${OLD} */,`,
      '',
      `  tiles: release('1.0.0', '${OLD}'),`,
      '} as const satisfies Releases;',
      '',
      '@logged()',
      'export class Stage {}',
    ].join('\r\n');

    const after = withRelease(source(text), 'api', WANTED);

    expect(after).toBe(text.replace('"1.0.0"', '"2.0.0"').replace(`\`${OLD}\``, `\`${NEW}\``));
    expect(withRelease(source(after), 'api', { version: '1.0.0', digest: OLD })).toBe(text);
  });

  test.each([
    ['is added', "release('1', '2')", 'x', "release('2.0.0', 'D', { hotfix: 'x' })"],
    ['is added in the quotes that are there', 'release("1", "2")', 'x', 'release("2.0.0", "D", { hotfix: "x" })'],
    ['is added in the quotes that need no escapes', "release('1', '2')", `it's \${x}`, `release('2.0.0', 'D', { hotfix: "it's \${x}" })`],
    ['is added before a last comma', "release('1', '2', )", 'x', "release('2.0.0', 'D', { hotfix: 'x' }, )"],
    ['is added to empty options', "release('1', '2', {})", 'x', "release('2.0.0', 'D', { hotfix: 'x' })"],
    ['is replaced', "release('1', '2', { hotfix: 'y', })", 'x\\', "release('2.0.0', 'D', { hotfix: 'x\\\\', })"],
    [
      'is replaced among comments',
      "release('1', '2', { /* why */ hotfix: /* y */ `y` /* so */ })",
      `a\`\${b}\n`,
      `release('2.0.0', 'D', { /* why */ hotfix: /* y */ \`a\\\`\\\${b}\\n\` /* so */ })`,
    ],
    [
      'is replaced where it was none that is written out',
      "release('1', '2', { hotfix: WHY })",
      'x',
      "release('2.0.0', 'D', { hotfix: 'x' })",
    ],
    ['is taken away', "release('1', '2', { hotfix: 'y' })", undefined, "release('2.0.0', 'D')"],
    ['is taken away before a last comma', "release('1', '2', { hotfix: 'y' },)", undefined, "release('2.0.0', 'D',)"],
    [
      'is taken away between comments',
      "release('1', '2' /* a, */, /* b */ { hotfix: 'y' } /* c, */)",
      undefined,
      "release('2.0.0', 'D' /* a, */ /* b */ /* c, */)",
    ],
    [
      'is taken away with its line',
      "release(\n  '1', // a\n  '2', // b\n  { hotfix: 'y' },\n)",
      undefined,
      "release(\n  '2.0.0', // a\n  'D', // b\n)",
    ],
    ['is taken away behind a comment', "release('1', '2', // b\n  { hotfix: 'y' })", undefined, "release('2.0.0', 'D' // b\n  )"],
    [
      'is taken away before a comment',
      "release(\n  '1',\n  '2',\n  { hotfix: 'y' }, // c\n)",
      undefined,
      "release(\n  '2.0.0',\n  'D',\n  // c\n)",
    ],
    ['is taken away with its lines', "release('1', '2', {\n    hotfix: 'y',\n  })", undefined, "release('2.0.0', 'D')"],
  ])('has a hotfix that %s', (_, before, hotfix, after) => {
    const wanted = { version: '2.0.0', digest: 'D', ...(hotfix !== undefined && { hotfix }) };

    expect(withRelease(source(releases(`  a: ${before},`)), 'a', wanted)).toBe(releases(`  a: ${after},`));
  });

  test('has a hotfix on a line of its own where the formatter would put it there', () => {
    const hotfix = 'INC-12: the token leaks into the access log';
    const lines = [`  'kfm-api': release('2.0.0', '${NEW}', {`, `    hotfix: '${hotfix}',`, '  }), // held: no'];

    const after = withRelease(source(releases(`  'kfm-api': release('1.0.0', '${OLD}'), // held: no`)), 'kfm-api', { ...WANTED, hotfix });

    expect(after).toBe(releases(...lines));
    expect(withNewRelease(source(releases()), 'kfm-api', { ...WANTED, hotfix })).toBe(releases(...lines).replace(' // held: no', ''));
    expect(withRelease(source(after), 'kfm-api', WANTED)).toBe(releases(`  'kfm-api': release('2.0.0', '${NEW}'), // held: no`));
  });

  test.each([
    ['current', 'current'],
    ['a variable as the digest', "release('1.0.0', DIGEST)"],
    ['a joined string', "release('1.0.0', 'sha256:' + HEX)"],
    ['a template with a value', `release('1.0.0', \`sha256:\${HEX}\`)`],
    ['a ternary', "late ? release('1.0.0', 'x') : release('1.0.1', 'y')"],
    ['another call', "rehearsed('1.0.0', 'x')"],
    ['a call of a call', "release('1.0.0', 'x').pinned()"],
    ['a typed call', "release('1.0.0', 'x') as Release"],
    ['one string', "release('1.0.0')"],
    ['options that are named', "release('1.0.0', 'x', options)"],
    ['options that nobody knows', "release('1.0.0', 'x', { hotfix: 'y', since: 'z' })"],
    ['four arguments', "release('1.0.0', 'x', {}, {})"],
    ['spread arguments', 'release(...both)'],
  ])('is refused where there is %s', (_, value) => {
    expect(() => withRelease(source(releases(`  a: ${value},`)), 'a', WANTED)).toThrow(
      new Refusal(
        `envs/stage/index.ts: the release of "a" is ${value}; expected release('VERSION', 'sha256:DIGEST') with both written out, since that is what is edited; write it so and run this again; nothing was written`,
      ),
    );
  });

  test.each([
    ['a spread', '  ...others,', 'among the releases stands ...others; expected a line NAME:'],
    ['a name alone', '  tiles,', 'among the releases stands tiles; expected'],
    ['a key that is computed', "  ['tiles']: x(),", "among the releases stands ['tiles']: x(); expected"],
    ['a method', `  tiles() { return '${'x'.repeat(60)}'; },`, "among the releases stands tiles() { return 'xxxxxxxxxxx"],
    ['two lines of one component', "  'a': x(),", 'has two releases of "a", of which the last one counts; remove one'],
  ])('is refused beside %s, which could say something else', (_, line, message) => {
    const text = releases("  a: release('1', '2'),", line);

    expect(() => withRelease(source(text), 'a', WANTED)).toThrow(`envs/stage/index.ts: ${message}`);
    expect(() => releaseLines(source(text))).toThrow(Refusal);
  });

  test('is refused for a component without a line, which names the nearest', () => {
    const text = releases("  'kfm-api': release('1', '2'),", "  tiles: release('1', '2'),");
    const set = (component: string) => () => withRelease(source(text), component, WANTED);

    expect(set('kfm-app')).toThrow('envs/stage/index.ts: has no release of "kfm-app"; did you mean "kfm-api"?; stores');
    expect(set('indexer')).toThrow('has no release of "indexer"; known are kfm-api, tiles; stores');
  });
});

describe('a value', () => {
  test('is put back as it was, with the line breaks that are there', () => {
    const text = releases("  a: release('2', '2'), // why", "  b: late ? x : release('2', '2'),").replaceAll('\n', '\r\n');

    expect(withReleaseValue(source(text), 'a', "release(\r\n    '1',\n    '1',\n  )")).toBe(
      text.replace("release('2', '2'), // why", "release(\r\n    '1',\r\n    '1',\r\n  ), // why"),
    );
    expect(withReleaseValue(source(text), 'b', 'x')).toBe(text.replace("late ? x : release('2', '2')", 'x'));
    expect(() => withReleaseValue(source(text), 'c', 'x')).toThrow('has no release of "c"; known are a, b');
  });
});

describe('a new line', () => {
  test.each([
    ['after the last one', "  a: release('1', '2'), // one\n", "  a: release('1', '2'), // one\n\n  'kfm-ui': release('2.0.0', 'D'),\n"],
    [
      'after one without a comma',
      "  a: release('1', '2') // one\n",
      "  a: release('1', '2'), // one\n\n  'kfm-ui': release('2.0.0', 'D'),\n",
    ],
    [
      'after a comment below the last one',
      '  a: x(),\n  // held: no\n',
      "  a: x(),\n  // held: no\n\n  'kfm-ui': release('2.0.0', 'D'),\n",
    ],
    ['with the indentation that is there', '\ta: x(),\n\n\tb: x(),\n', "\ta: x(),\n\n\tb: x(),\n\n\t'kfm-ui': release('2.0.0', 'D'),\n"],
    ['as the only one', '', "  'kfm-ui': release('2.0.0', 'D'),\n"],
  ])('comes %s', (_, before, after) => {
    const whole = (lines: string): string => `export const releases = {\n${lines}};\n`;
    const add = (text: string) => withNewRelease(source(text), 'kfm-ui', { version: '2.0.0', digest: 'D' });

    expect(add(whole(before))).toBe(whole(after));
    expect(add(whole(before).replaceAll('\n', '\r\n'))).toBe(whole(after).replaceAll('\n', '\r\n'));
  });

  test('is refused where there is one, and where it would share a line', () => {
    expect(() => withNewRelease(source(releases('  a: x(),')), 'a', WANTED)).toThrow(
      'envs/stage/index.ts: has a release of "a" already; expected none; nothing was written',
    );
    expect(() => withNewRelease(source('export const releases = { a: x() };'), 'b', WANTED)).toThrow(
      'expected entries on lines of their own',
    );
  });
});

describe('for all releases, however they are written', () => {
  const comment = fc.constantFrom(
    '',
    ' ',
    '/**/',
    `/* } ${OLD} ' */`,
    "/* it's ` */",
    `// release('9.9.9', "${OLD}"), {\n`,
    '\n\n',
    '\t\r\n',
    '/* export const releases = { */',
  );
  const gap = fc.array(comment, { maxLength: 3 }).map((parts) => parts.join(''));
  const quote = fc.constantFrom("'", '"', '`');
  const version = fc.tuple(fc.nat(9), fc.nat(99), fc.nat(9)).map((parts) => parts.join('.'));
  const digest = fc.constantFrom(OLD, NEW, `sha256:${'b'.repeat(64)}`);
  const hotfix = fc.constantFrom('INC-12: leak', "it's", 'say "no"', `a\`\${b}\\`, 'x'.repeat(80));
  const release = fc.record({ version, digest, hotfix }, { requiredKeys: ['version', 'digest'] });
  const line = fc.record({
    release,
    quotes: fc.array(quote, { minLength: 3, maxLength: 3 }),
    gaps: fc.array(gap, { minLength: 9, maxLength: 9 }),
  });
  const file = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    keys: fc.shuffledSubarray(['a', '$b', "'kfm-api'", '"kfm-ui"', "'c: {'"], { minLength: 5 }),
    start: fc.constantFrom('', '\uFEFF', `#!/usr/bin/env node\r\n// ${OLD}\r\n`, `const old = ["${OLD}", /'{\`/];\n`),
    end: fc.constantFrom(
      ';',
      ' satisfies Releases;',
      ' as const;',
      `;\n@logged\nclass X { y = '${OLD}' }\n`,
      ' as const satisfies Releases\r\n',
    ),
    lastComma: fc.boolean(),
  });

  const bare = (key: string): string => key.replace(/^['"]|['"]$/g, '');
  const escaped = (value: string, sign: string): string =>
    `${sign}${value
      .replaceAll('\\', '\\\\')
      .replaceAll(sign, `\\${sign}`)
      .replaceAll('${', sign === '`' ? '\\${' : '${')}${sign}`;

  type Line = typeof line extends fc.Arbitrary<infer T> ? T : never;
  type File = typeof file extends fc.Arbitrary<infer T> ? T : never;

  function written({ release, quotes, gaps }: Line, key: string): string {
    const [a, b, c, d, e, f, g, h, i] = gaps;
    const [q, r, s] = quotes as [string, string, string];
    const options = release.hotfix === undefined ? '' : `,${f}{${g}hotfix: ${escaped(release.hotfix, s)}${h}}`;
    return `${key}${a}:${b}release${c}(${d}${escaped(release.version, q)}${e},${i}${escaped(release.digest, r)}${options}${i})`;
  }

  function text({ lines, keys, start, end, lastComma }: File, beforeEnd = ''): string {
    const entries = lines.map((each, index) => `${written(each, keys[index] as string)}${each.gaps[8]}`);
    return `${start}export const releases = {${entries.join(`,\n\n`)}${lastComma ? ',' : ''}${beforeEnd}}${end}`;
  }

  function values({ lines, keys }: File): object {
    return Object.fromEntries(lines.map(({ release }, index) => [bare(keys[index] as string), release]));
  }

  async function evaluated(code: string): Promise<unknown> {
    const { code: script } = await transform(code, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    });
    const module = { exports: {} as { releases?: unknown } };
    const call = (version: string, digest: string, options = {}) => ({ version, digest, ...options });
    new Function('module', 'release', 'logged', script.replace(/^#!.*/, ''))(module, call, () => undefined);
    return module.exports.releases;
  }

  test('exactly the strings of one line change, and the program has the release that was wanted', async () => {
    const property = fc.asyncProperty(file, fc.nat(4), version, digest, async (given, which, version, digest) => {
      const index = which % given.lines.length;
      const { release } = given.lines[index] as Line;
      const lines = given.lines.map((each, at) => (at === index ? { ...each, release: { ...release, version, digest } } : each));
      const wanted = { ...given, lines };

      const after = withRelease(source(text(given)), bare(given.keys[index] as string), { ...release, version, digest });

      // The formatter breaks the longest reason.
      if (release.hotfix === undefined || release.hotfix.length < 80) expect(after).toBe(text(wanted));
      expect(await evaluated(after)).toEqual(values(wanted));
    });
    await fc.assert(property, { numRuns: 80 });
  });

  test('a hotfix comes and goes, and every other release and every comment stays', async () => {
    const comments = (code: string): string[] => code.match(/\/\*.*?\*\/|\/\/ .*/g) ?? [];
    const property = fc.asyncProperty(file, fc.nat(4), release, async (given, which, release) => {
      const index = which % given.lines.length;
      const lines = given.lines.map((each, at) => (at === index ? { ...each, release } : each));

      const after = withRelease(source(text(given)), bare(given.keys[index] as string), release);

      expect(await evaluated(after)).toEqual(values({ ...given, lines }));
      if (release.hotfix !== undefined) expect(comments(after)).toEqual(comments(text(given)));
    });
    await fc.assert(property, { numRuns: 80 });
  });

  test('a new line is the last one, and what was there is still there', async () => {
    const property = fc.asyncProperty(file, release, async (given, release) => {
      const after = withNewRelease(source(text(given, '\n')), 'indexer', release);

      expect(await evaluated(after)).toEqual({ ...values(given), indexer: release });
    });
    await fc.assert(property, { numRuns: 50 });
  });
});
