import { groupOf, isClusterScoped, objectKey, spokenName } from '../../lib/manifest/identity';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api', namespace: 'kfm' } };
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kfm' } };

describe('identity', () => {
  test.each([
    ['apps/v1', 'apps'],
    ['v1', ''],
    ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io'],
  ])('takes from %s the group %j', (apiVersion, group) => {
    expect(groupOf(apiVersion)).toBe(group);
  });

  test('is group, kind, namespace and name', () => {
    expect(objectKey(deployment)).toBe('apps/Deployment/kfm/api');
    expect(objectKey(namespace)).toBe('/Namespace//kfm');
  });

  test('does not depend on the version', () => {
    expect(objectKey({ ...deployment, apiVersion: 'apps/v1beta1' })).toBe(objectKey(deployment));
  });

  test.each([
    ['group', { ...deployment, apiVersion: 'extensions/v1' }],
    ['kind', { ...deployment, kind: 'StatefulSet' }],
    ['namespace', { ...deployment, metadata: { name: 'api', namespace: 'other' } }],
    ['name', { ...deployment, metadata: { name: 'ui', namespace: 'kfm' } }],
  ])('depends on the %s', (_, other) => {
    expect(objectKey(other)).not.toBe(objectKey(deployment));
  });

  test('is spoken with the namespace where there is one', () => {
    expect([deployment, namespace].map(spokenName)).toEqual(['Deployment kfm/api', 'Namespace kfm']);
  });
});

describe('scope', () => {
  test.each([
    ['v1', 'Namespace', true],
    ['v1', 'PersistentVolume', true],
    ['v1', 'PersistentVolumeClaim', false],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', true],
    ['rbac.authorization.k8s.io/v1', 'Role', false],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', true],
    ['storage.k8s.io/v1beta1', 'CSIDriver', true],
    ['storage.k8s.io/v1', 'CSIStorageCapacity', false],
    ['example.org/v1', 'Namespace', false],
  ])('of %s %s: outside namespaces is %j', (apiVersion, kind, expected) => {
    expect(isClusterScoped({ apiVersion, kind })).toBe(expected);
  });
});
