import { landing } from '../../lib/reach/landing';

const manifest = (kind: string, namespace?: string) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', ...(namespace !== undefined && { namespace }) },
});

test.each([
  ['what it names', manifest('Service', 'b'), 'b'],
  ['the other one, if it names none', manifest('Service'), 'default'],
  ['the other one, if the name is empty', manifest('Service', ''), 'default'],
  ['none, if its kind has no namespaces', manifest('Namespace'), ''],
  ['none, whatever it names', manifest('Namespace', 'b'), ''],
])('an object lands in %s', (_, object, namespace) => {
  expect(landing(object, 'default')).toEqual({ manifest: object, namespace });
});
