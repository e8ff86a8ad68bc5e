import { load } from 'js-yaml';
import { parse } from 'yaml';
import { fileName } from '../../lib/manifest/layout';
import { emitYaml } from '../../lib/manifest/yaml-emitter';
import { readManifests } from '../../lib/manifest/yaml-reader';

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'YAML 1.2': (text) => parse(text),
  'YAML 1.1': (text) => parse(text, { version: '1.1' }),
  'js-yaml': (text) => load(text),
  Kubernetes: (text) => readManifests(text).manifests[0],
};

// Bad input 20: names that the API server takes, and that readers of YAML take for something else.
describe.each(['123', '1e3', '0x10', 'null', 'y', '0b1', '1.5', '2020-01-01', 'true'])('an object that is called %s', (name) => {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: name, labels: { [name]: name } },
    data: { [name]: name },
  };

  test.each(Object.entries(READERS))('is called so for %s, in every place', (_, read) => {
    expect(read(emitYaml(object))).toEqual(object);
  });

  test('has that name in the name of its file', () => {
    expect(fileName(object)).toBe(`configmap_${name}.yaml`);
  });
});
