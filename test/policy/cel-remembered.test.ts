import { Asked } from '../../lib/policy/cel/asked';
import { Field, fieldsOf, fieldsOnly } from '../../lib/policy/cel/field';
import { alternativesOf, remembered } from '../../lib/policy/cel/remembered';

describe('the fields that a condition depends on', () => {
  test.each([
    ['a field of the container', "c.?image.orValue('') != ''", ['c.image']],
    [
      'fields of all that it may name',
      'has(c.ports) || has(variables.pod.volumes) || has(object.spec.type)',
      ['c.ports', 'variables.pod.volumes', 'object.spec.type'],
    ],
    ['a field and one below it', 'has(object.spec) && has(object.spec.egress)', ['object.spec']],
    ['a field taken by its key', "c.?resources.?limits[?'cpu'].hasValue()", ['c.resources.limits']],
    ['a field on which something is called', "object.kind.startsWith('A')", ['object.kind']],
    ['a name in a text', "c.name in ['object', 'c']", ['c.name']],
    ['a field with the name of a root', 'variables.pod.object == 1', ['variables.pod.object']],
  ])('%s', (_, expression, expected) => {
    expect(fieldsOf(expression)).toEqual(expected);
  });

  test.each([
    ['the object', "object['spec'] == 1"],
    ['the container', 'size(c) == 0'],
    ['the pod', 'variables.pod.all(key, true)'],
    ['a variable of its own that has the name of one', "['a'].all(c, c == 'a')"],
  ])('are not known of what takes %s as a whole', (_, expression) => {
    expect(fieldsOf(expression)).toBeUndefined();
  });
});

test.each([
  ['another value', { spec: { a: 1 } }, { spec: { a: 2 } }],
  ['a field that is missing from one above it that is missing', { spec: {} }, {}],
  ['a value from one above it that is none', { spec: 5 }, { spec: { a: 15 } }],
  ['a number from its text', { spec: { a: 1 } }, { spec: { a: '1' } }],
  ['a number from one that JSON has no word for', { spec: { a: 1 } }, { spec: { a: Number.NaN } }],
])('tells %s', (_, first, second) => {
  const condition = remembered('object.spec.a == 1');
  const answers = (objects: readonly object[]): unknown[] => objects.map((object) => condition(new Asked({ object })));

  const [one, other] = answers([first, second]);

  expect(one).not.toEqual(other);
  expect(answers([second, first])).toEqual([other, one]);
});

describe('alternatives of a condition', () => {
  test.each([
    ['what stands between them', "a == 1 || b.exists(x, x == 'y') || c", ['a == 1', "b.exists(x, x == 'y')", 'c']],
    ['not what is in brackets', '(a || b) && [c || d][0] && {"e": f || g}.e', ['(a || b) && [c || d][0] && {"e": f || g}.e']],
    ['what binds closer as one', '!a && b || c && d', ['!a && b', 'c && d']],
    ['not what is in a text', "a == 'x || ( y' || b == \"' || [\"", ["a == 'x || ( y'", 'b == "\' || ["']],
    ['not what follows an escaped quote', "a == 'it\\'s || (' || b", ["a == 'it\\'s || ('", 'b']],
    ['a choice as a whole, which binds less', 'a || b ? c : d || e', ['a || b ? c : d || e']],
    [
      'optional fields, which are no choice',
      "a.?b.orValue('') == '' || c[?'d'].hasValue()",
      ["a.?b.orValue('') == ''", "c[?'d'].hasValue()"],
    ],
    ['not cut where a comment may be', "a == 'x' // || true", ["a == 'x' // || true"]],
    ['not cut where a text is in three quotes', "'''a' || 'b''' == c", ["'''a' || 'b''' == c"]],
    ['not cut where a text has no escapes', "a.matches(r'\\') || b", ["a.matches(r'\\') || b"]],
    ['a choice in brackets', '(a ? b : c) || d', ['(a ? b : c)', 'd']],
  ])('are %s', (_, expression, expected) => {
    expect(alternativesOf(expression)).toEqual(expected);
  });

  test.each<[string, object, unknown]>([
    ['hold if the first does', { a: true }, true],
    ['hold if a later one does', { a: false, b: true }, true],
    ['hold if one does, whatever another fails at', { b: true }, true],
    ['do not hold if none does', { a: false, b: false }, false],
    ['tell what the first fails at, if none holds', { b: false }, 'No such key: a'],
    ['tell what the last fails at, if none holds', { a: false }, 'No such key: b'],
  ])('%s', (_, object, verdict) => {
    const condition = remembered('object.a == true || object.b == true');

    expect(condition(new Asked({ object }))).toBe(verdict);
  });
});

describe('what a condition sees', () => {
  const only = (plain: Parameters<typeof fieldsOnly>[0], ...paths: string[]): unknown => fieldsOnly(plain, paths.map(Field.of));

  test.each<[string, object, string[], unknown]>([
    [
      'the fields that it names, with numbers as CEL has them',
      { object: { a: { b: 1, c: 2 }, d: 3 } },
      ['object.a.b'],
      { object: { a: { b: 1n } } },
    ],
    [
      'several of one parent',
      { object: { a: { b: 'x', c: 'y', d: 'z' } } },
      ['object.a.b', 'object.a.c'],
      { object: { a: { b: 'x', c: 'y' } } },
    ],
    ['a whole list or mapping', { object: { a: [{ b: 1 }] } }, ['object.a'], { object: { a: [{ b: 1n }] } }],
    ['no field that is missing or null', { object: { a: null } }, ['object.a', 'object.b.c'], { object: {} }],
    ['the parent that is there of a field that is not', { object: { a: {} } }, ['object.a.b'], { object: { a: {} } }],
    ['the value that a path ends at', { object: { a: 5 } }, ['object.a.b'], { object: { a: 5n } }],
    ['what is beside the object', { object: { a: 1 }, c: { name: 'x', image: 'y' } }, ['c.name'], { object: {}, c: { name: 'x' } }],
  ])('is %s', (_, plain, paths, expected) => {
    expect(only(plain as Parameters<typeof fieldsOnly>[0], ...paths)).toEqual(expected);
  });
});
