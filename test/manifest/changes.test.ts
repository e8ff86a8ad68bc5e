import fc from 'fast-check';
import { changesBetween, fieldChanges } from '../../lib/manifest/changes';
import type { Manifest } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/manifest/yaml-emitter';

function object(name: string, spec: unknown): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
}

describe('changes of a value', () => {
  test.each<[string, unknown, unknown, object[]]>([
    ['a changed field', { a: { b: 1 } }, { a: { b: '1' } }, [{ field: 'a.b', before: 1, after: '1' }]],
    ['an added field', { a: {} }, { a: { b: false } }, [{ field: 'a.b', after: false }]],
    ['a removed field', { a: 1, b: { c: 1 } }, { a: 1 }, [{ field: 'b', before: { c: 1 } }]],
    ['another type', { a: [] }, { a: {} }, [{ field: 'a', before: [], after: {} }]],
    ['null', { a: null }, { a: {} }, [{ field: 'a', before: null, after: {} }]],
    [
      'a list without names, by index',
      { a: ['x', 'y'] },
      { a: ['y'] },
      [
        { field: 'a[0]', before: 'x', after: 'y' },
        { field: 'a[1]', before: 'y' },
      ],
    ],
    [
      'an item in the first place of a named list',
      [{ name: 'b' }],
      [{ name: 'a' }, { name: 'b' }],
      [{ field: '[name=a]', after: { name: 'a' } }],
    ],
    [
      'an item of a named list',
      { containers: [{ name: 'ui' }, { name: 'api', image: 'a:1' }] },
      { containers: [{ name: 'api', image: 'a:2' }, { name: 'ui' }] },
      [{ field: 'containers[name=api].image', before: 'a:1', after: 'a:2' }],
    ],
    [
      'variables in another order, whatever came and went',
      { x: { env: [{ name: 'a' }, { name: 'b' }] } },
      { x: { env: [{ name: 'b' }, { name: 'c' }, { name: 'a' }] } },
      [
        { field: 'x.env', before: ['a', 'b'], after: ['b', 'c', 'a'] },
        { field: 'x.env[name=c]', after: { name: 'c' } },
      ],
    ],
    [
      'a renamed variable as two, in the same order',
      { x: { env: [{ name: 'a' }, { name: 'b' }] } },
      { x: { env: [{ name: 'c' }, { name: 'b' }] } },
      [
        { field: 'x.env[name=a]', before: { name: 'a' } },
        { field: 'x.env[name=c]', after: { name: 'c' } },
      ],
    ],
    ['a list of one without name', { a: ['x'] }, { a: ['y'] }, [{ field: 'a[0]', before: 'x', after: 'y' }]],
    ['a list in which two share a name', [{ name: 'a' }], [{ name: 'a' }, { name: 'a' }], [{ field: '[1]', after: { name: 'a' } }]],
    ['a key like a member of Object.prototype', {}, { constructor: 1 }, [{ field: 'constructor', after: 1 }]],
    [
      'several, by field',
      { b: 1, a: 1 },
      { a: 2, b: 2 },
      [
        { field: 'a', before: 1, after: 2 },
        { field: 'b', before: 1, after: 2 },
      ],
    ],
  ])('tell %s', (_, before, after, changes) => {
    expect(fieldChanges(before, after)).toEqual(changes);
  });

  test('are none if and only if both are printed alike, where lists have no names', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(0, 1, '0', '', true), fc.array(tie('value'), { maxLength: 2 }), tie('mapping')),
      mapping: fc.dictionary(fc.constantFrom('x', 'y', 'constructor'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
    }));

    fc.assert(
      fc.property(value, value, (before, after) => {
        expect(fieldChanges(before, after).length === 0).toBe(emitYaml(before) === emitYaml(after));
        expect(fieldChanges(before, JSON.parse(JSON.stringify(before)))).toEqual([]);
      }),
      {
        numRuns: 1000,
        examples: [
          [
            { x: [0], y: '' },
            { y: '', x: [0] },
          ],
        ],
      },
    );
  });
});

describe('changes between two sets of objects', () => {
  test('tell what was added, removed and changed, by identity', () => {
    const before = [object('same', { x: 1 }), object('gone', {}), object('other', { x: 1, y: 1 })];
    const after = [object('new', {}), object('other', { y: 1, x: 2 }), object('same', { x: 1 })];

    expect(changesBetween(before, after)).toEqual([
      { object: '/Pod//gone', change: 'removed', fields: [] },
      { object: '/Pod//new', change: 'added', fields: [] },
      { object: '/Pod//other', change: 'changed', fields: [{ field: 'spec.x', before: 1, after: 2 }] },
    ]);
  });

  test('take a new version of the API as a change of the object', () => {
    const changes = changesBetween([object('a', {})], [{ ...object('a', {}), apiVersion: 'v2' }]);

    expect(changes).toEqual([{ object: '/Pod//a', change: 'changed', fields: [{ field: 'apiVersion', before: 'v1', after: 'v2' }] }]);
  });

  test('are none between equal sets, whatever the order of objects, keys and named items', () => {
    const item = fc.record({ name: fc.constantFrom('a', 'b', 'c'), value: fc.jsonValue({ maxDepth: 2 }) });
    const spec = fc.record({ data: fc.jsonValue({ maxDepth: 2 }), ports: fc.uniqueArray(item, { selector: ({ name }) => name }) });
    const set = fc.dictionary(fc.string(), spec, { noNullPrototype: true }).map((specs) => Object.entries(specs));

    fc.assert(
      fc.property(set, (specs) => {
        const before = specs.map(([name, value]) => object(name, value));
        const after = specs
          .map(([name, { data, ports }]) => ({ ...object(name, { ports: ports.toReversed(), data }), apiVersion: 'v1' }))
          .reverse();
        expect(changesBetween(before, after)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
