import { Asked } from '../../lib/policy/cel/asked';
import { fieldsOf } from '../../lib/policy/cel/field';
import { remembered } from '../../lib/policy/cel/remembered';

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
])('tells %s', (_, first, second) => {
  const condition = remembered('object.spec.a == 1');
  const answers = (objects: readonly object[]): unknown[] => objects.map((object) => condition(new Asked({ object })));

  const [one, other] = answers([first, second]);

  expect(one).not.toEqual(other);
  expect(answers([second, first])).toEqual([other, one]);
});
