import fc from 'fast-check';
import { RISKS } from '../../lib/consequence/consequence';
import { fieldChanges } from '../../lib/manifest/changes';
import type { Manifest } from '../../lib/manifest/manifest';
import { consequences, deployment, file, object, told } from './told';

const REFUSED = 'the API server refuses it, so the sync fails until somebody deletes the object';

describe('a field that cannot change in place', () => {
  const job = (image: string, annotations: object = {}): Manifest =>
    object('batch/v1', 'Job', 'j', { metadata: { annotations }, spec: { template: { spec: { containers: [{ name: 'j', image }] } } } });
  const claim = (storage: string, storageClassName = 'a'): Manifest =>
    object('v1', 'PersistentVolumeClaim', 'c', { spec: { storageClassName, resources: { requests: { storage } } } });
  const set = (fields: object): Manifest => object('apps/v1', 'StatefulSet', 's', { spec: fields });
  const frozen = (value: string): Manifest => object('v1', 'ConfigMap', 'm', { immutable: true, data: { a: value } });

  test.each<[string, Manifest, Manifest, string]>([
    [
      'of a Deployment: its selector',
      deployment(),
      deployment({}, { spec: { selector: { matchLabels: { app: 'x' } } } }),
      `recreation: cannot change in place (spec.selector.matchLabels.app): ${REFUSED}; its pods go with it`,
    ],
    [
      'of a StatefulSet: its claims',
      set({ volumeClaimTemplates: [{ spec: { storageClassName: 'a' } }] }),
      set({ volumeClaimTemplates: [{ spec: { storageClassName: 'b' } }] }),
      `recreation: cannot change in place (spec.volumeClaimTemplates[0].spec.storageClassName): ${REFUSED}; deleted with --cascade=orphan it leaves pods and claims, and claims that exist stay as they are`,
    ],
    [
      'but a StatefulSet has some that can',
      set({ updateStrategy: { type: 'a' } }),
      set({ updateStrategy: { type: 'b' } }),
      'configuration: spec.updateStrategy.type a → b',
    ],
    [
      'of a Job: its template',
      job('a:1'),
      job('a:2'),
      `recreation: cannot change in place (spec.template.spec.containers[name=j].image): ${REFUSED}`,
    ],
    [
      'but Argo CD makes hooks again',
      job('a:1', { 'argocd.argoproj.io/hook': 'Sync' }),
      job('a:2', { 'argocd.argoproj.io/hook': 'Sync' }),
      'image: j 1 → 2',
    ],
    [
      'of a Job: its completions',
      object('batch/v1', 'Job', 'j', { spec: { completions: 1 } }),
      object('batch/v1', 'Job', 'j', { spec: { completions: 2 } }),
      `recreation: cannot change in place (spec.completions): ${REFUSED}`,
    ],
    [
      'which Argo CD replaces where it is told to',
      job('a:1', { 'argocd.argoproj.io/sync-options': 'Replace=true,Force=true' }),
      job('a:2', { 'argocd.argoproj.io/sync-options': 'Replace=true,Force=true' }),
      'recreation: cannot change in place (spec.template.spec.containers[name=j].image): Argo CD deletes it and makes it again (Replace=true, Force=true)',
    ],
    [
      'of a claim: its class',
      claim('1Gi'),
      claim('1Gi', 'b'),
      `recreation: cannot change in place (spec.storageClassName): ${REFUSED}; its data goes with it unless the volume is retained`,
    ],
    [
      'of a claim: a smaller size',
      claim('1Gi'),
      claim('900Mi'),
      `recreation: cannot change in place (spec.resources.requests.storage): ${REFUSED}; its data goes with it unless the volume is retained`,
    ],
    ['but a claim may grow', claim('1Gi'), claim('2Gi'), 'capacity: resources.requests.storage 1Gi → 2Gi'],
    ['of an immutable ConfigMap: its data', frozen('1'), frozen('2'), `recreation: cannot change in place (data.a): ${REFUSED}`],
    [
      'of a StorageClass: its parameters',
      object('storage.k8s.io/v1', 'StorageClass', 's', { parameters: { type: 'a' } }),
      object('storage.k8s.io/v1', 'StorageClass', 's', { parameters: { type: 'b' } }),
      `recreation: cannot change in place (parameters.type): ${REFUSED}`,
    ],
    [
      'of a Service: its address',
      object('v1', 'Service', 's', { spec: { clusterIP: '10.0.0.1' } }),
      object('v1', 'Service', 's', { spec: { clusterIP: 'None' } }),
      `recreation: cannot change in place (spec.clusterIP): ${REFUSED}`,
    ],
  ])('%s', (_, before, after, text) => {
    expect(told(before, after)).toEqual([text]);
  });
});

describe('what keeps data', () => {
  const options = (option: string | undefined, kind = 'StatefulSet', group = 'apps/v1'): Manifest =>
    object(group, kind, 'db', option === undefined ? {} : { metadata: { annotations: { 'argocd.argoproj.io/sync-options': option } } });
  const all = (...syncOptions: string[]): Manifest =>
    object('argoproj.io/v1alpha1', 'Application', 'a', { spec: { syncPolicy: { syncOptions } } });
  const set = (policy: object, replicas = 3): Manifest =>
    object('apps/v1', 'StatefulSet', 'db', { spec: { replicas, persistentVolumeClaimRetentionPolicy: policy } });
  const volume = (policy: string): Manifest => object('v1', 'PersistentVolume', 'v', { spec: { persistentVolumeReclaimPolicy: policy } });

  test.each<[string, Manifest, Manifest, string]>([
    [
      'is gone with the annotation',
      options('Delete=false, Prune=false'),
      options(undefined),
      'deletion: no longer Prune=false, Delete=false: pruned once it leaves dist, deleted with its Application',
    ],
    [
      'is gone in part',
      options('Prune=false'),
      options('Prune=confirm'),
      'deletion: no longer Prune=false: pruned once it leaves dist and somebody confirms',
    ],
    [
      'stays beside another option',
      options('Prune=false'),
      options('Prune=false,ServerSideApply=true'),
      'configuration: Argo CD is told: metadata.annotations["argocd.argoproj.io/sync-options"] Prune=false → Prune=false,ServerSideApply=true',
    ],
    [
      'is new',
      options(undefined),
      options('Prune=false'),
      'configuration: Argo CD is told: metadata.annotations added: {"argocd.argoproj.io/sync-options":"Prune=false"}',
    ],
    [
      'is not what makes an object again',
      options(undefined),
      options('Replace=true,Force=true'),
      'recreation: from now on Replace=true, Force=true: a sync may delete it and make it again',
    ],
    [
      'is gone where a claim is made again',
      options(undefined, 'PersistentVolumeClaim', 'v1'),
      options('Force=true', 'PersistentVolumeClaim', 'v1'),
      'deletion: from now on Force=true: a sync may delete it and make it again, without its data',
    ],
    [
      'is gone where all of an Application is made again',
      all('PruneLast=true'),
      all('PruneLast=true', 'Replace=true'),
      'deletion: from now on Replace=true: a sync may delete and make again all that it delivers, claims without their data',
    ],
    [
      'is gone for all of an Application',
      all('Prune=false'),
      all(),
      'deletion: no longer Prune=false for all that it delivers: pruned once it leaves dist',
    ],
    [
      'is gone when a StatefulSet is deleted',
      set({ whenDeleted: 'Retain', whenScaled: 'Retain' }),
      set({ whenDeleted: 'Delete', whenScaled: 'Retain' }),
      'deletion: deleted, it takes its claims and their data with it',
    ],
    [
      'is gone when a StatefulSet has fewer pods',
      set({}),
      set({ whenScaled: 'Delete' }),
      'deletion: scaled down, it deletes the claims of those pods and their data',
    ],
    [
      'stays again with a StatefulSet',
      set({ whenDeleted: 'Delete' }),
      set({ whenDeleted: 'Retain' }),
      'configuration: spec.persistentVolumeClaimRetentionPolicy.whenDeleted Delete → Retain',
    ],
    ['is gone with the claim of a volume', volume('Retain'), volume('Delete'), 'deletion: the volume and its data go with its claim'],
    ['stays with a volume', volume('Delete'), volume('Retain'), 'configuration: spec.persistentVolumeReclaimPolicy Delete → Retain'],
  ])('%s', (_, before, after, text) => {
    expect(told(before, after)).toEqual([text]);
  });

  test('is gone with the whole policy of an Application', () => {
    const bare = object('argoproj.io/v1alpha1', 'Application', 'a', { spec: {} });

    expect(told(all('Prune=confirm'), bare)).toEqual([
      'deletion: no longer Prune=confirm for all that it delivers: pruned once it leaves dist',
      'configuration: syncs in another way: spec.syncPolicy removed, was {"syncOptions":["Prune=confirm"]}',
    ]);
  });

  test('is gone at once where a StatefulSet has fewer pods already', () => {
    expect(told(set({}, 3), set({ whenScaled: 'Delete' }, 2))).toEqual([
      'deletion: scaled down, it deletes the claims of those pods and their data, and it is scaled down now, 3 → 2',
      'capacity: replicas 3 → 2',
    ]);
  });
});

describe('what is left', () => {
  const labelled = (kind: string, label: string): Manifest => object('v1', kind, 'a', { metadata: { labels: { team: label } } });
  const noted = (name: string, value: string): Manifest => object('v1', 'Service', 'a', { metadata: { annotations: { [name]: value } } });

  test.each<[string, Manifest, Manifest, string]>([
    [
      'is cosmetic, of labels',
      labelled('Service', 'a'),
      labelled('Service', 'b'),
      'cosmetic: metadata.labels.team a → b; restarts nothing',
    ],
    [
      'is configuration, of labels by which namespaces are chosen',
      labelled('Namespace', 'a'),
      labelled('Namespace', 'b'),
      'configuration: metadata.labels.team a → b',
    ],
    [
      'is configuration, of what Argo CD is told',
      noted('argocd.argoproj.io/sync-wave', '1'),
      noted('argocd.argoproj.io/sync-wave', '2'),
      'configuration: Argo CD is told: metadata.annotations["argocd.argoproj.io/sync-wave"] 1 → 2',
    ],
    [
      'is told by its fields, of kinds that nobody knows',
      object('x.org/v1', 'Thing', 't', { spec: { a: 1, b: { c: [1] } } }),
      object('x.org/v2', 'Thing', 't', { spec: { a: 2, b: { c: [1, 2] } } }),
      'configuration: apiVersion x.org/v1 → x.org/v2, spec.a 1 → 2, spec.b.c[1] added: 2',
    ],
    [
      'names alerts that are gone',
      object('monitoring.coreos.com/v1', 'PrometheusRule', 'r', {
        spec: { groups: [{ name: 'g', rules: [{ alert: 'A' }, { alert: 'B' }] }] },
      }),
      object('monitoring.coreos.com/v1', 'PrometheusRule', 'r', { spec: { groups: [{ name: 'g', rules: [{ alert: 'B' }] }] } }),
      'configuration: alerts gone: A',
    ],
  ])('%s', (_, before, after, text) => {
    expect(told(before, after)).toEqual([text]);
  });

  test('is nothing: each field of any change is told exactly once, and the worst first', () => {
    const value = fc.jsonValue({ maxDepth: 2 });
    const keys = [
      'selector',
      'template',
      'replicas',
      'image',
      'rules',
      'ports',
      'type',
      'hard',
      'clusterIP',
      'resources',
      'syncPolicy',
      'source',
      'sources',
      'ignoreDifferences',
      'persistentVolumeClaimRetentionPolicy',
      'project',
    ];
    const spec = fc.dictionary(fc.constantFrom(...keys), value, { noNullPrototype: true });
    const types = fc.constantFrom<[string, string]>(
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['batch/v1', 'Job'],
      ['batch/v1', 'CronJob'],
      ['v1', 'Service'],
      ['v1', 'PersistentVolumeClaim'],
      ['v1', 'Namespace'],
      ['v1', 'Secret'],
      ['v1', 'ConfigMap'],
      ['v1', 'PersistentVolume'],
      ['networking.k8s.io/v1', 'NetworkPolicy'],
      ['rbac.authorization.k8s.io/v1', 'Role'],
      ['argoproj.io/v1alpha1', 'AppProject'],
      ['argoproj.io/v1alpha1', 'Application'],
      ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
      ['x.org/v1', 'Thing'],
    );
    const side = fc.record(
      { spec, rules: value, data: value, metadata: fc.record({ labels: value, annotations: value }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(types, side, side, ([apiVersion, kind], before, after) => {
        const of = (fields: object): Manifest => object(apiVersion, kind, 'a', JSON.parse(JSON.stringify(fields)));
        const change = file('a.json', JSON.stringify(of(before)), JSON.stringify(of(after)));
        const found = consequences([change]);

        expect(found.flatMap(({ fields }) => fields.map(({ field }) => field)).sort()).toEqual(
          fieldChanges(of(before), of(after))
            .map(({ field }) => field)
            .sort(),
        );
        const around = [of(before), of(after), deployment()];
        const text = JSON.stringify(of(before));
        const whole = [file('a.json', text, undefined), file('b.json', undefined, text)].map((one) => consequences([one], around));
        expect(whole.map((all) => all.length)).toEqual([1, 1]);
        const ranks = found.map(({ risk }) => RISKS.indexOf(risk));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        expect(new Set(ranks).size).toBe(ranks.length);
        for (const { summary } of [...found, ...whole.flat()]) expect(summary).not.toMatch(/undefined|\[object/);
      }),
      { numRuns: 150, seed: 5 },
    );
  });
});
