import fc from 'fast-check';
import { align } from '../../lib/comparison/alignment';
import { isEqual, valueDifferences } from '../../lib/comparison/difference';

describe('differences of values', () => {
  test.each<[string, unknown, unknown, object[]]>([
    ['one field', { a: 1, b: 1 }, { a: 1, b: 2 }, [{ field: 'b', before: 1, after: 2 }]],
    ['a field that one lacks, as a whole', { a: { b: 1 } }, {}, [{ field: 'a', before: { b: 1 } }]],
    ['one line of a text', { conf: 'a\nb\nc\n' }, { conf: 'a\nx\nc\n' }, [{ field: 'conf:2', before: 'b', after: 'x' }]],
    ['a line that came, not those after it', { conf: 'a\nc\n' }, { conf: 'a\nb\nc\n' }, [{ field: 'conf:2', after: 'b' }]],
    ['an item that came, not those after it', { a: ['x', 'y'] }, { a: ['w', 'x', 'y'] }, [{ field: 'a[0]', after: 'w' }]],
    [
      'items without names in their order',
      { a: ['x', 'y'] },
      { a: ['y', 'x'] },
      [
        { field: 'a[0]', before: 'x' },
        { field: 'a[1]', after: 'x' },
      ],
    ],
    [
      'items by name, whatever their order',
      { volumes: [{ name: 'a', x: 1 }, { name: 'b' }] },
      { volumes: [{ name: 'b' }, { name: 'a', x: 2 }] },
      [{ field: 'volumes[name=a].x', before: 1, after: 2 }],
    ],
    [
      'the order of variables, which may refer to those before them',
      { c: { env: [{ name: 'A' }, { name: 'B' }] } },
      { c: { env: [{ name: 'B' }, { name: 'A' }] } },
      [{ field: 'c.env', before: ['A', 'B'], after: ['B', 'A'] }],
    ],
    [
      'mounts of one volume by their place',
      {
        volumeMounts: [
          { name: 'v', mountPath: '/a' },
          { name: 'v', mountPath: '/b' },
        ],
      },
      {
        volumeMounts: [
          { name: 'v', mountPath: '/b', readOnly: true },
          { name: 'v', mountPath: '/a' },
        ],
      },
      [{ field: 'volumeMounts[mountPath=/b].readOnly', after: true }],
    ],
  ])('tell %s', (_, before, after, differences) => {
    expect(valueDifferences(before, after)).toEqual(differences);
  });

  test('are none if and only if the values are equal', () => {
    const value = fc
      .jsonValue({ maxDepth: 3 })
      .map((json) => ({ value: JSON.parse(JSON.stringify(json, (_, one) => (one === null ? 0 : one))) }));
    fc.assert(
      fc.property(value, value, (before, after) => {
        expect(valueDifferences(before, after).length === 0).toBe(isEqual(before, after));
        expect(valueDifferences(before, structuredClone(before))).toEqual([]);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('pair every item of both lists once, in order', () => {
    const list = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const pairs = align(before, after, Object.is);

        expect(pairs.flatMap(([was]) => was ?? [])).toEqual(before);
        expect(pairs.flatMap(([, is]) => is ?? [])).toEqual(after);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
