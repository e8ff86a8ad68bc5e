import type { Manifest } from '../../lib/manifest/manifest';
import { application, consequences, deployment, file, object, told } from './told';

const pruning = application('workloads-shop', 'workloads/shop', { automated: { prune: true } });
const claim = object('v1', 'PersistentVolumeClaim', 'data', { spec: { resources: { requests: { storage: '1Gi' } } } });

function kept(option: string): Manifest {
  return object('v1', 'ConfigMap', 'settings', { metadata: { annotations: { 'argocd.argoproj.io/sync-options': option } } });
}

describe('an object that left', () => {
  const map = object('v1', 'ConfigMap', 'settings');

  test.each<[string, Manifest, Manifest[], string]>([
    ['is pruned where its Application prunes', map, [pruning], 'Application workloads-shop prunes it; no workload in dist reads it'],
    [
      'stays where its Application syncs without pruning',
      map,
      [application('a', 'workloads', { automated: { prune: false } })],
      'Application a does not prune, so it stays until somebody syncs with pruning',
    ],
    [
      'goes by request where nothing is automated',
      map,
      [application('a', 'workloads/shop')],
      'goes when somebody syncs Application a with pruning; no workload in dist reads it',
    ],
    [
      'stays with Prune=false',
      kept('Delete=false, Prune=false'),
      [pruning],
      'Prune=false, so it stays in the cluster and nobody manages it',
    ],
    [
      'waits for somebody with Prune=confirm',
      kept('Prune=confirm'),
      [pruning],
      'Application workloads-shop prunes it once somebody confirms; no workload in dist reads it',
    ],
    ['stays where no Application syncs its folder', map, [], 'no Application syncs its folder, so it stays until somebody deletes it'],
    [
      'takes the Application of the deepest folder',
      map,
      [application('all', 'workloads', { automated: { prune: false } }), pruning],
      'Application workloads-shop prunes it; no workload in dist reads it',
    ],
  ])('%s', (_, manifest, others, summary) => {
    expect(told(manifest, undefined, others)).toEqual([`deletion: ${summary}`]);
  });

  test.each<[string, Manifest, Manifest[], string]>([
    [
      'a namespace takes all with it',
      object('v1', 'Namespace', 'shop'),
      [deployment()],
      'everything in it is deleted, claims and secrets included, 1 object still in dist among it',
    ],
    ['a claim takes its data', claim, [], 'its data goes with it unless the volume is retained'],
    [
      'a store leaves its claims',
      object('apps/v1', 'StatefulSet', 'db', { spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] } }),
      [],
      'a store: its pods stop, and its claims stay',
    ],
    [
      'a store may take its claims',
      object('apps/v1', 'StatefulSet', 'db', {
        spec: { volumeClaimTemplates: [{}], persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } },
      }),
      [],
      'a store: its pods stop, and its claims are deleted with their data',
    ],
    [
      'a kind takes its objects',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', { spec: { names: { kind: 'Backup' } } }),
      [],
      'every Backup in the cluster is deleted with it',
    ],
    [
      'a cascading Application takes what it synced',
      application('b', 'x', { metadata: { finalizers: ['resources-finalizer.argocd.argoproj.io'] } }),
      [],
      'all that it synced is deleted with it (its finalizer cascades)',
    ],
    ['another Application leaves it behind', application('b', 'x'), [], 'what it synced stays in the cluster, and nobody manages it'],
    [
      'alerts are named',
      object('monitoring.coreos.com/v1', 'PrometheusRule', 'r', { spec: { groups: [{ name: 'g', rules: [{ alert: 'ShopDown' }] }] } }),
      [],
      'alerts gone: ShopDown',
    ],
    [
      'an account stops its workloads',
      object('v1', 'ServiceAccount', 'till'),
      [deployment({}, { pod: { serviceAccountName: 'till' } })],
      'no new pod can start of Deployment shop',
    ],
    [
      'a binding is told by whom it bound',
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
        roleRef: { kind: 'Role', name: 'viewer' },
        subjects: [{ kind: 'Group', name: 'shop' }],
      }),
      [],
      'takes Role viewer from Group shop',
    ],
    ['a kind that nobody knows', object('example.org/v1', 'Thing', 't'), [], ''],
  ])('%s', (_, manifest, others, loss) => {
    const expected = ['Application workloads-shop prunes it', loss].filter(Boolean).join('; ');

    expect(told(manifest, undefined, [pruning, ...others])).toEqual([`deletion: ${expected}`]);
  });

  test('goes with its Application where that cascades, and stays where it does not', () => {
    const cascading = application('a', 'workloads/shop', { metadata: { finalizers: ['resources-finalizer.argocd.argoproj.io'] } });
    const summaries = (leaving: Manifest): string[] =>
      consequences([file('apps/a.yaml', leaving, undefined), file('workloads/shop/s.yaml', object('v1', 'Service', 's'), undefined)]).map(
        ({ object: key, summary }) => `${key}: ${summary}`,
      );

    expect(summaries(cascading)[1]).toBe(
      '/Service/shop/s: is deleted with Application a, which cascades; nothing answers under its name any more',
    );
    expect(summaries(application('a', 'workloads/shop'))[1]).toBe(
      '/Service/shop/s: Application a leaves without cascade, so it stays in the cluster and nobody manages it',
    );
  });

  test('stays with an Application that stays, though its file left', () => {
    const found = consequences(
      [
        file('apps/a.yaml', application('a', 'workloads/shop'), undefined),
        file('workloads/shop/s.yaml', object('v1', 'Service', 's'), undefined),
      ],
      [application('root', 'apps', { automated: { prune: false } })],
    );

    expect(found.map(({ summary }) => summary)).toEqual([
      'Application root does not prune, so it stays until somebody syncs with pruning',
      'Application a stays without a folder to sync, and so does this',
    ]);
  });

  test('is made again in another namespace', () => {
    const service = object('v1', 'Service', 's');
    const elsewhere = object('v1', 'Service', 's', { metadata: { namespace: 'till' } });

    expect(told(service, elsewhere, [pruning])).toEqual([
      'deletion: Application workloads-shop prunes it; nothing answers under its name any more; made again, from nothing, as Service till/s of v1',
      'configuration: new',
    ]);
  });

  test('is pruned by an Application that turns to another folder', () => {
    const automated = { prune: true };
    const found = consequences([
      file('apps/a.yaml', application('a', 'workloads/shop', { automated }), application('a', 'workloads/till', { automated })),
      file('workloads/shop/s.yaml', object('v1', 'Service', 's'), undefined),
    ]);

    expect(found[1]?.summary).toBe('Application a prunes it; nothing answers under its name any more');
  });

  test('finds the Application of one of several sources', () => {
    const several = object('argoproj.io/v1alpha1', 'Application', 'both', {
      spec: { sources: [{ chart: 'x' }, { path: 'dist/test/workloads/' }], syncPolicy: { automated: { prune: true } } },
    });

    expect(told(object('v1', 'Service', 's'), undefined, [several])).toEqual([
      'deletion: Application both prunes it; nothing answers under its name any more',
    ]);
  });

  test('stays if another file holds it', () => {
    expect(told(claim, undefined, [pruning, claim])).toEqual(['cosmetic: leaves this file, and stays in dist in another one']);
  });

  test('is ranked by what is lost', () => {
    const leaving = [
      object('v1', 'ConfigMap', 'settings'),
      deployment(),
      object('v1', 'Namespace', 'shop'),
      claim,
      object('policy/v1', 'PodDisruptionBudget', 'shop'),
    ];
    const files = leaving.map((manifest, index) => file(`workloads/shop/${index}.yaml`, manifest, undefined));

    expect(consequences(files, [pruning]).map(({ object: key }) => key.split('/')[1])).toEqual([
      'Namespace',
      'PersistentVolumeClaim',
      'Deployment',
      'PodDisruptionBudget',
      'ConfigMap',
    ]);
  });
});

describe('an object in another file', () => {
  const map = object('v1', 'ConfigMap', 'settings', { data: { a: '1' } });
  const move = (to: string, others: readonly Manifest[], after = map) =>
    consequences([file('workloads/shop/a.yaml', map, undefined), file(to, undefined, after)], others);

  test('is cosmetic where one Application syncs both', () => {
    expect(move('workloads/shop/b.yaml', [pruning])).toEqual([
      {
        risk: 'cosmetic',
        environment: 'test',
        component: 'shop',
        object: '/ConfigMap/shop/settings',
        file: 'dist/test/workloads/shop/b.yaml',
        movedFrom: 'dist/test/workloads/shop/a.yaml',
        change: 'changed',
        summary: 'is in another file, was workloads/shop/a.yaml',
        fields: [],
      },
    ]);
  });

  test.each([
    [
      'may be pruned between two Applications',
      [pruning, application('other', 'stores')],
      'deletion: moves from Application workloads-shop to other: if workloads-shop is synced first, it may prune the object before other makes it again',
    ],
    [
      'is pruned where none syncs it any more',
      [pruning],
      'deletion: moves to a folder that no Application syncs: Application workloads-shop prunes it',
    ],
    ['is taken over', [application('other', 'stores')], 'configuration: Application other takes it over'],
  ])('%s', (_, others, text) => {
    expect(move('stores/a.yaml', others).map(({ risk, summary }) => `${risk}: ${summary}`)).toEqual([text]);
  });

  test('is told with what else changed', () => {
    const changed = { ...map, data: { a: '2' } };

    expect(move('workloads/shop/b.yaml', [pruning], changed).map(({ risk, fields }) => [risk, fields.map(({ field }) => field)])).toEqual([
      ['configuration', ['data.a']],
      ['cosmetic', []],
    ]);
  });
});
