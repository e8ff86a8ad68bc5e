import { literalEntries } from '../../../cli/explain/literals';

/** Address and value of each entry. */
function entries(text: string): string[] {
  return literalEntries(text).map(({ address, written }) => `${address.join(' ')} = ${written}`);
}

describe('the entries of object literals', () => {
  test('are found with the call or the constant that they belong to', () => {
    expect(entries("super({ name: 'stage', delivery: argo({ cascade: false }) }); new Api(this, { replicas: 2, host });")).toEqual([
      "super name = 'stage'",
      'super delivery = argo({ cascade: false })',
      'super delivery cascade = false',
      'Api replicas = 2',
      'Api host = host',
    ]);
    expect(entries('const sizes = { small: { memory: "1Gi" } };')).toEqual([
      'sizes small = { memory: "1Gi" }',
      'sizes small memory = "1Gi"',
    ]);
  });

  test('may have computed keys, and stand in lists, arrows and after return', () => {
    expect(entries('const f = (a) => ({ [NAME]: a }); function g() { return { list: [{ b: 1 }, ...rest] }; }')).toEqual([
      ' [NAME] = a',
      ' list = [{ b: 1 }, ...rest]',
      ' list b = 1',
    ]);
  });

  test.each([
    'const { a, b: c } = props;',
    'function f({ a, b = 1 }) { return a; }',
    'const f = ({ a: { b } }) => b;',
    'for (const { a } of list) run(a);',
    'if (a) { b; } else { c; }',
    'class A { static { b; } c() { d; } }',
    '({ a } = b);',
    'import { a } from "b";',
    'const a = { ...b, c() { return 1; } };',
    'const text = "{ a: 1 }"; // { b: 2 }',
  ])('are none in %s', (text) => {
    expect(entries(text)).toEqual([]);
  });

  test('are told from what takes them apart around them', () => {
    expect(entries('const { a } = f({ b: 1 }); const g = ({ c }) => h({ d: c });')).toEqual(['f b = 1', 'h d = c']);
  });

  test('are followed by constants that hold one value, wherever a file has them at its top', () => {
    const text =
      'export const PORT = 5432;\nconst IMAGE = "a:1;";\nconst list = [];\nlet count = 1;\nconst text = `\nconst INSIDE = 1;\n`;';

    expect(entries(text)).toEqual(['PORT = 5432', 'IMAGE = "a:1;"']);
  });
});
