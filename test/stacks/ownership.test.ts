import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, readManifests } from '../../lib';
import { synthesizeStack } from '../../stacks';
import { LOCAL, STAGE } from './facts';
import { objectsIn, objectsOf, sharedBy } from './ownership';

const DIST = join(__dirname, '../../dist');
const ENVIRONMENTS = ['local', 'dev', 'stage', 'prod'];

function manifestsOf(environment: string): Manifest[] {
  const files = readdirSync(join(DIST, environment), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return files
    .filter((file) => file !== 'kustomization.yaml')
    .flatMap((file) => readManifests(readFileSync(join(DIST, environment, file), 'utf8')).manifests);
}

const delivered = new Map(ENVIRONMENTS.map((environment) => [environment, manifestsOf(environment)]));
const seeded = [...objectsOf(synthesizeStack('local', LOCAL)), ...objectsOf(synthesizeStack('hybrid', STAGE))];

test.each(ENVIRONMENTS)('nothing that Argo CD delivers to %s is made by Terraform as well', (environment) => {
  const objects = objectsIn(delivered.get(environment) ?? []);

  expect(objects.length).toBeGreaterThan(150);
  expect(sharedBy(seeded, objects)).toEqual([]);
});

test('an object that both make is found', () => {
  const namespaces = delivered.get('local')?.filter(({ kind }) => kind === 'Namespace') ?? [];
  const [first] = namespaces;
  const stack = synthesizeStack('local', LOCAL).replaceAll('"seed"', JSON.stringify(first?.metadata.name));

  expect(sharedBy(objectsOf(stack), objectsIn(namespaces))).toEqual([`/Namespace//${first?.metadata.name}`]);
});

test('a Secret that Terraform writes and somebody sealed is found', () => {
  const sealed = delivered.get('stage')?.find(({ kind }) => kind === 'SealedSecret');
  const { name, namespace } = sealed?.metadata ?? {};

  expect(sharedBy([`/Secret/${namespace}/${name}`], objectsIn(sealed === undefined ? [] : [sealed]))).toHaveLength(1);
});

test('a kind that nobody can compare is refused', () => {
  const text = JSON.stringify({ resource: { kubernetes_pod_v1: { a: { metadata: { name: 'a' } } } } });

  expect(() => objectsOf(text)).toThrow('kubernetes_pod_v1.a: nobody said which kind kubernetes_pod_v1 makes');
});
