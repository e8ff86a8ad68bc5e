import fc from 'fast-check';
import { pathOf, plainJsonProblems, valueAt } from '../../lib/manifest/manifest';

class Port {
  readonly number = 80;
}

describe('plain JSON', () => {
  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'is undefined; leave the field out or give it a value'],
    ['null', null, 'is null; leave the field out or give it a value'],
    ['NaN', Number.NaN, 'is NaN, which JSON cannot carry'],
    ['infinity', Number.NEGATIVE_INFINITY, 'is -Infinity, which JSON cannot carry'],
    ['negative zero', -0, 'is -0, which readers turn into 0'],
    ['an unsafe integer', 2 ** 53, 'is 9007199254740992, beyond the integers that a number holds exactly'],
    ['a bigint', 1n, 'is a bigint, not plain JSON'],
    ['a function', () => 1, 'is a function, not plain JSON'],
    ['a symbol', Symbol('port'), 'is a symbol, not plain JSON'],
    ['a date', new Date(0), 'is an instance of Date, not plain JSON'],
    ['a map', new Map([['a', 1]]), 'is an instance of Map, not plain JSON'],
    ['an instance of a class', new Port(), 'is an instance of Port, not plain JSON'],
    ['an instance of a class without a name', Object.create(Object.create(null)), 'is an instance of an unknown class, not plain JSON'],
    ['half of a surrogate pair', 'a\ud83d', 'contains half of a surrogate pair, which UTF-8 cannot carry'],
  ])('refuses %s and says where it is', (_, value, message) => {
    const manifest = { spec: { containers: [{ 'a/b': value }] } };

    expect(plainJsonProblems(manifest)).toEqual([{ field: 'spec.containers[0]["a/b"]', message }]);
  });

  test('refuses holes in arrays, which readers would turn into null', () => {
    const ports = [80];
    ports[2] = 443;

    expect(plainJsonProblems({ ports })).toEqual([{ field: 'ports[1]', message: 'is undefined; leave the field out or give it a value' }]);
  });

  test.each([
    ['half of a surrogate pair', '\udc00', 'has a key that contains half of a surrogate pair, which UTF-8 cannot carry'],
    ['1025 characters', 'k'.repeat(1025), 'has a key that has more than 1024 characters, the most that YAML reads'],
  ])('refuses a key of %s', (_, key, message) => {
    expect(plainJsonProblems({ data: { [key]: 'x' } })).toEqual([{ field: pathOf(['data', key]), message }]);
  });

  test('refuses an object that contains itself', () => {
    const pod: Record<string, unknown> = { spec: {} };
    pod['owners'] = [{ pod }];

    expect(plainJsonProblems(pod)).toEqual([{ field: 'owners[0].pod', message: 'refers back to an object that contains it' }]);
  });

  test('takes the same object in two places', () => {
    const labels = { app: 'api' };

    expect(plainJsonProblems({ selector: labels, template: [labels, labels] })).toEqual([]);
  });

  test('takes every number, text and key that survives JSON, at the limits too', () => {
    const limits = {
      [`${'k'.repeat(1024)}`]: Number.MAX_SAFE_INTEGER,
      '': -Number.MAX_SAFE_INTEGER,
      half: 0.5,
      emoji: '😀',
      empty: [{}, []],
    };
    const values = [
      fc.string({ unit: 'grapheme' }),
      fc.boolean(),
      fc.integer(),
      fc.double({ noInteger: true, noDefaultInfinity: true, noNaN: true }),
    ];

    expect(plainJsonProblems(limits)).toEqual([]);
    fc.assert(
      fc.property(fc.object({ values, key: fc.string({ unit: 'grapheme' }) }), (value) => expect(plainJsonProblems(value)).toEqual([])),
      { numRuns: 200 },
    );
  });

  test('treats the names of Object.prototype as data', () => {
    const value = JSON.parse('{"__proto__": {"x": null}, "constructor": null, "toString": 1}');

    const fields = plainJsonProblems(value).map(({ field }) => field);

    expect(fields).toEqual(['__proto__.x', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test.each([['a key that has more than 1024 characters once it is escaped', { ['\u200b'.repeat(200)]: 1 }]])('refuses %s', (_, value) => {
    expect(plainJsonProblems({ value })).toHaveLength(1);
  });
});

describe('paths', () => {
  test.each<[(string | number)[], string]>([
    [[], ''],
    [['spec', 'containers', 0, 'image'], 'spec.containers[0].image'],
    [['metadata', 'labels', 'app.kubernetes.io/name'], 'metadata.labels["app.kubernetes.io/name"]'],
    [['data', 'say "hi"', 'x-y', '$ref', '0'], 'data["say \\"hi\\""].x-y.$ref["0"]'],
    [[''], '[""]'],
  ])('of %j is written %s', (steps, path) => {
    expect(pathOf(steps)).toBe(path);
  });

  test.each<[string, unknown]>([
    ['spec.template', { replicas: 0 }],
    ['spec.template.replicas', 0],
    ['spec.missing', undefined],
    ['spec.template.replicas.deeper', undefined],
    ['spec.list.0', 'first'],
    ['constructor.name', undefined],
    ['spec.list.length.x', undefined],
  ])('lead to what is there: %s', (path, expected) => {
    expect(valueAt({ spec: { template: { replicas: 0 }, list: ['first'] } }, path)).toEqual(expected);
  });
});
