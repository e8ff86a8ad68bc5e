import fc from 'fast-check';
import { index, kustomization } from '../../lib/manifest/derived';
import { objectKey } from '../../lib/manifest/identity';
import { fileName, isGenerated, layout, marker } from '../../lib/manifest/layout';
import type { Manifest } from '../../lib/manifest/manifest';
import { compareInApplication } from '../../lib/manifest/order';

function object(apiVersion: string, kind: string, name: string, namespace?: string): Manifest {
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

function unit(folder: string, ...manifests: Manifest[]) {
  return { folder, component: folder.split('/').at(-1) as string, project: 'kfm', namespace: 'kfm', manifests };
}

function paths(...units: ReturnType<typeof unit>[]): string[] {
  return layout('dev', units).map(({ path }) => path);
}

describe('the name of a file', () => {
  test.each([
    ['apps/v1', 'Deployment', 'kfm-api', 'deployment.apps_kfm-api.yaml'],
    ['v1', 'ConfigMap', 'api.settings', 'configmap_api.settings.yaml'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'ui', 'httproute.gateway.networking.k8s.io_ui.yaml'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'kfm:Reader', 'clusterrole.rbac.authorization.k8s.io_kfm%3A%52eader.yaml'],
    ['v1', 'ConfigMap', 'a_b%', 'configmap_a%5Fb%25.yaml'],
    ['v1', 'ConfigMap', '../é\0', 'configmap_..%2F%C3%A9%00.yaml'],
  ])('of %s %s %j is %s', (apiVersion, kind, name, expected) => {
    expect(fileName(object(apiVersion, kind, name))).toBe(expected);
  });

  test('does not depend on the version', () => {
    expect(fileName(object('apps/v1', 'Deployment', 'a'))).toBe(fileName(object('apps/v1beta1', 'Deployment', 'a')));
  });
});

describe('the layout', () => {
  test('is ordered by folder, then as Argo CD applies the objects, whichever unit they come from', () => {
    const service = object('v1', 'Service', 'api', 'kfm');
    const deployment = object('apps/v1', 'Deployment', 'api', 'kfm');
    const account = object('v1', 'ServiceAccount', 'zebra', 'kfm');

    expect(
      paths(unit('workloads/ui', service), unit('policies/all', deployment, service), unit('policies/all', account), unit('core')),
    ).toEqual([
      'policies/all/serviceaccount_zebra.yaml',
      'policies/all/service_api.yaml',
      'policies/all/deployment.apps_api.yaml',
      'workloads/ui/service_api.yaml',
    ]);
  });

  test('has folders of namespaces only where a folder spans several', () => {
    const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader');
    const [a, b] = ['a', 'B'].map((namespace) => object('v1', 'Secret', 'key', namespace)) as [Manifest, Manifest];

    expect(paths(unit('rbac/x', role, a), unit('rbac/y', role, a), unit('rbac/y', b))).toEqual([
      'rbac/x/secret_key.yaml',
      'rbac/x/clusterrole.rbac.authorization.k8s.io_reader.yaml',
      'rbac/y/%42/secret_key.yaml',
      'rbac/y/a/secret_key.yaml',
      'rbac/y/clusterrole.rbac.authorization.k8s.io_reader.yaml',
    ]);
  });

  const name = fc.array(fc.constantFrom('a', 'A', '%', '_', '.', '-', ':', '/', '4', '1', 'é', 'É', 'ß', 'ſ', 'İ', ' '), {
    minLength: 1,
    maxLength: 4,
  });
  const namespaced = fc
    .tuple(fc.constantFrom('v1', 'apps/v1', 'a.b/v1'), fc.constantFrom('Job', 'Foo'), name, fc.constantFrom('a', 'A', 'b-a', '%41'))
    .map(([apiVersion, kind, parts, namespace]) => object(apiVersion, kind, parts.join(''), namespace));
  const clusterScoped = name.map((parts) => object('v1', 'Namespace', parts.join('')));
  const objects = fc.uniqueArray(fc.oneof(namespaced, clusterScoped), { selector: objectKey, maxLength: 12 });

  test('gives every object a file of its own, also where case does not count', () => {
    fc.assert(
      fc.property(objects, (manifests) => {
        const files = paths(unit('core', ...manifests)).map((path) => path.toLowerCase().normalize('NFD'));
        expect(new Set(files).size).toBe(manifests.length);
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on the order of units and objects', () => {
    fc.assert(
      fc.property(objects, fc.nat(12), (manifests, at) => {
        const [front, back] = [manifests.slice(0, at), manifests.slice(at)];
        const laidOut = layout('dev', [unit('core', ...back.toReversed()), unit('core', ...front)]);
        expect(laidOut.map(({ manifest }) => manifest)).toEqual([...manifests].sort(compareInApplication));
      }),
      { numRuns: 200 },
    );
  });

  test('makes files that say where they come from', () => {
    const [file] = layout('dev', [unit('core', object('v1', 'Namespace', 'kfm'))]);

    expect(file?.text).toMatchInlineSnapshot(`
"# Generated from envs/dev by npm run synth; edit that, not this file.
apiVersion: v1
kind: Namespace
metadata:
  name: kfm
"
`);
  });
});

describe('a generated file', () => {
  test.each([
    ['a manifest', `${marker('dev')}apiVersion: v1\n`, true],
    ['a kustomization', kustomization('stage-2', []), true],
    ['an index', index('dev', []), true],
    ['a README', '<!-- Generated from envs/dev by npm run synth; edit that, not this file. -->\n', true],
    ['a manifest by hand', 'apiVersion: v1\n', false],
    ['a file with the marker further down', `---\n${marker('dev')}`, false],
    ['JSON with another first field', '{\n  "a": 1,\n  "generated": "Generated from envs/dev by npm run synth"\n}', false],
    ['one of another generator', '# Generated from envs/dev by make\n', false],
    ['an empty file', '', false],
  ])('is recognised by its first line: %s', (_, text, expected) => {
    expect(isGenerated(text)).toBe(expected);
  });
});
