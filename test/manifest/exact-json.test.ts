import { exactJson } from '../../lib/manifest/exact-json';

test.each([
  ['nothing', undefined, null],
  ['no number', null, Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ['their places', [null, Number.NaN], [Number.NaN, null]],
  ['a text', 'null', null],
  ['what is deep', { a: [{ b: null }] }, { a: [{ b: Number.NaN }] }],
])('tells %s apart', (_, one, other) => {
  expect(exactJson(one)).not.toBe(exactJson(other));
});

test('says the same of the same', () => {
  expect(exactJson({ a: [1, 'x', null] })).toBe(exactJson({ a: [1, 'x', null] }));
});
