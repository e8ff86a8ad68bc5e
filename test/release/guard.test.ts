import type { LaidOut } from '../../lib/manifest/layout';
import { guard, removal } from '../../lib/release/guard';

function object(kind: string, name: string, folder = 'stores/db'): LaidOut {
  const apiVersion = kind === 'StatefulSet' ? 'apps/v1' : 'v1';
  const manifest = { apiVersion, kind, metadata: kind === 'Namespace' ? { name } : { name, namespace: 'data' } };
  const unit = { folder, component: 'db', project: 'data', namespace: 'data', manifests: [] };
  return { path: `${folder}/${kind}_${name}.yaml`, text: '', manifest, unit };
}

describe('a locked environment does not lose what no sync brings back', () => {
  const after = [object('ConfigMap', 'db')];

  test.each<[string, LaidOut, string | undefined]>([
    ['a namespace', object('Namespace', 'data', 'namespaces/data'), 'stage would lose Namespace data with what is in it'],
    ['a claim', object('PersistentVolumeClaim', 'db'), 'stage would lose PersistentVolumeClaim data/db with what is in it'],
    ['a store', object('StatefulSet', 'db'), 'stage would lose StatefulSet data/db with what is in it'],
    ['nor a StatefulSet that is no store', object('StatefulSet', 'db', 'workloads/db'), undefined],
    ['nor a Service', object('Service', 'db'), undefined],
  ])('%s', (_, lost, message) => {
    const remarks = guard('stage', 'db', [lost, ...after], after, new Set());

    expect(remarks.map((remark) => remark.message)).toEqual(message === undefined ? [] : [message]);
    expect(remarks.every(({ about, severity }) => about === 'deletion' && severity === 'error')).toBe(true);
  });

  test('unless unit or component are named', () => {
    const before = [object('PersistentVolumeClaim', 'db')];
    const remarksWith = (...allowed: string[]): number => guard('stage', 'db', before, [], new Set(allowed)).length;

    expect(guard('stage', 'db', before, [], new Set())[0]?.fix).toBe('put it back, or say that it may go: --allow-delete stores/db');
    expect([remarksWith(), remarksWith('stores/db'), remarksWith('db'), remarksWith('stores/other', 'other')]).toEqual([1, 0, 0, 1]);
  });

  test('an object that merely moves to another file is not lost', () => {
    expect(
      guard('stage', 'db', [object('PersistentVolumeClaim', 'db')], [object('PersistentVolumeClaim', 'db', 'workloads/db')], new Set()),
    ).toEqual([]);
  });

  test('a renamed store is lost', () => {
    const remarks = guard('stage', 'db', [object('StatefulSet', 'db')], [object('StatefulSet', 'vault')], new Set());

    expect(remarks.map(({ message }) => message)).toEqual(['stage would lose StatefulSet data/db with what is in it']);
  });

  test('a component that the class does not make any more is named as a whole', () => {
    expect(removal('stage', 'db')).toEqual({
      about: 'deletion',
      severity: 'error',
      component: 'db',
      message: 'stage holds db, which its class does not make any more',
      fix: 'put it back, or say that it may go: --allow-delete db',
    });
  });
});
