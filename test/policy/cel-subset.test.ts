import { Environment } from '@marcbachmann/cel-js';
import { rules } from '../../lib/policy/catalogue';
import { VARIABLES } from '../../lib/policy/cel/cel';
import { celExpression, celValue } from '../../lib/policy/cel/evaluation';
import { alternativesOf } from '../../lib/policy/cel/remembered';

/** Functions and macros that both Kubernetes 1.30 and cel-js have, with the same meaning for what rules ask. */
const COMMON = new Set([
  'all',
  'contains',
  'dyn',
  'endsWith',
  'exists',
  'exists_one',
  'filter',
  'has',
  'hasValue',
  'int',
  'join',
  'lowerAscii',
  'map',
  'matches',
  'orValue',
  'size',
  'split',
  'startsWith',
  'string',
]);

const EXPRESSIONS = [
  ...VARIABLES.map(({ name, expression }) => [`variable ${name}`, expression] as const),
  ...rules.flatMap(({ id, cel }) => (cel?.validations ?? []).map(({ expression, field }) => [`${id} ${field}`, expression] as const)),
];

/** The text without its string literals, and those literals. */
function parts(expression: string): { readonly code: string; readonly literals: string[] } {
  const literals: string[] = [];
  const code = expression.replace(/r?'((?:[^'\\]|\\.)*)'|r?"((?:[^"\\]|\\.)*)"/g, (_, single, double) => {
    literals.push(single ?? double);
    return "''";
  });
  return { code, literals };
}

describe.each(EXPRESSIONS)('%s', (_, expression) => {
  const { code } = parts(expression);

  test('is read by cel-js', () => {
    const language = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false, unlistedVariablesAreDyn: true });

    for (const text of [expression, ...alternativesOf(expression)]) expect(() => language.parse(text)).not.toThrow();
  });

  test('calls nothing that the API server or cel-js lacks', () => {
    const called = [...code.matchAll(/([A-Za-z_]\w*)\s*\(/g)].map(([, name]) => name as string).filter((name) => name !== 'in');

    expect(called.filter((name) => !COMMON.has(name))).toEqual([]);
  });

  test('has patterns that RE2 and JavaScript read alike', () => {
    const patterns = [...expression.matchAll(/matches\(\s*r?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*\)/g)].map(([, text]) =>
      (text as string).slice(1, -1),
    );

    expect(patterns).toHaveLength([...code.matchAll(/\bmatches\s*\(/g)].length);
    for (const pattern of patterns) {
      expect(() => new RegExp(pattern, 'u')).not.toThrow();
      // Lookaround, flags and named groups; references back; classes of POSIX and of JavaScript that differ in what they hold.
      expect(pattern).not.toMatch(/\(\?(?!:)|\\[1-9]|\[\[:|\\[sSbB]|\\p/);
    }
  });
});

describe('an expression', () => {
  test('that has no value says why', () => {
    expect(celExpression('object.a.b == 1')({ object: { a: {} } })).toBe('No such key: b');
    expect(celExpression('object.a')({ object: { a: 'x' } })).toBe('it is no truth value: x');
  });

  test('sees whole numbers as integers, as the API server does', () => {
    expect(celExpression('object.a == 2 && object.b == 1.5 && object.c[0] == 3')({ object: celValue({ a: 2, b: 1.5, c: [3] }) })).toBe(
      true,
    );
  });

  test('that cannot be read is refused when it is written', () => {
    expect(() => celExpression('object.a ==')).toThrow();
  });
});
