import { setField, stepsOf } from '../../cli/breakglass/field-steps';

function after(object: object, field: string, value: unknown): unknown {
  const copy = structuredClone(object);
  const steps = stepsOf(field);
  return steps !== undefined && setField(copy, steps, value) ? copy : 'not found';
}

const POD = {
  spec: { containers: [{ name: 'api', image: 'a:1' }], ports: [{ port: 80, protocol: 'TCP' }] },
  metadata: { finalizers: ['a'] },
};

test.each([
  ['a key', POD, 'spec.replicas', 3, { ...POD, spec: { ...POD.spec, replicas: 3 } }],
  ['a quoted key of a map that is not there', {}, 'metadata.annotations["a.b/c"]', 'x', { metadata: { annotations: { 'a.b/c': 'x' } } }],
  [
    'an item by its name',
    POD,
    'spec.containers[name=api].image',
    'a:2',
    { ...POD, spec: { ...POD.spec, containers: [{ name: 'api', image: 'a:2' }] } },
  ],
  ['an item by two keys that goes', POD, 'spec.ports[port=80,protocol=TCP]', undefined, { ...POD, spec: { ...POD.spec, ports: [] } }],
  ['an item by its value that goes', POD, 'metadata.finalizers["a"]', undefined, { ...POD, metadata: { finalizers: [] } }],
  [
    'a new item',
    POD,
    'spec.containers[1]',
    { name: 'b' },
    { ...POD, spec: { ...POD.spec, containers: [...POD.spec.containers, { name: 'b' }] } },
  ],
  ['a key of what is no map', POD, 'spec.containers.image', 'x', 'not found'],
  ['a path that is none', POD, 'spec..x]', 'x', 'not found'],
])('sets %s', (_, object, field, value, expected) => {
  expect(after(object, field, value)).toEqual(expected);
});
