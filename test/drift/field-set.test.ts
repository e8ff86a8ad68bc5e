import { pathWith, reaches, union, valueUnder, without } from '../../lib/drift/field-set';

describe('a set of fields', () => {
  test.each<[string, string, unknown, string]>([
    ['f:replicas', '{"replicas":2}', 2, 'a.replicas'],
    ['f:app.kubernetes.io/name', '{"app.kubernetes.io/name":"x"}', 'x', 'a["app.kubernetes.io/name"]'],
    [
      'k:{"containerPort":80,"protocol":"TCP"}',
      '[{"containerPort":80,"protocol":"TCP","name":"http"}]',
      { containerPort: 80, protocol: 'TCP', name: 'http' },
      'a[containerPort=80,protocol=TCP]',
    ],
    ['v:"protect"', '["x","protect"]', 'protect', 'a["protect"]'],
    ['i:1', '["x","y"]', 'y', 'a[1]'],
    ['f:__proto__', '{}', undefined, 'a.__proto__'],
  ])('finds what %s names, and says its path', (step, json, value, path) => {
    expect(valueUnder(JSON.parse(json), step)).toEqual(value);
    expect(pathWith('a', step)).toBe(path);
  });

  test('is taken away field by field', () => {
    const set = { 'f:a': { 'f:b': {}, 'f:c': {} }, 'f:d': {} };

    expect(without(set, { 'f:a': { 'f:b': {} } })).toEqual({ 'f:a': { 'f:c': {} }, 'f:d': {} });
    expect(without(set, set)).toEqual({});
    expect(union([{ 'f:a': { 'f:b': {} } }, { 'f:a': { 'f:c': {} } }, { 'f:d': {} }])).toEqual(set);
  });

  test('has a say in what it names, and in all that is below', () => {
    expect(reaches({ 'f:a': {} }, ['f:a', 'f:b'])).toBe(true);
    expect(reaches({ 'f:a': { 'f:b': {} } }, ['f:a'])).toBe(true);
    expect(reaches({ 'f:a': { 'f:b': {} } }, ['f:a', 'f:c'])).toBe(false);
  });
});
