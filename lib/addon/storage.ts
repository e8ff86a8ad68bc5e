import type { k8s } from 'cdk8s-plus-28';
import { KubeObject } from '../construct/kube-object';
import { UnitChart } from '../construct/unit-chart';
import type { Platform } from '../tenancy/component';
import { platformLabels } from '../tenancy/labels';

/** The storage class of the stores, where the cluster brings none. Volumes outlive their claims. */
export class Storage extends UnitChart {
  constructor(scope: Platform) {
    super(scope, { folder: 'core/storage', component: 'storage', project: 'platform', namespace: 'kube-system' });
    const { name, provisioner } = scope.cluster.storageClass;
    new KubeObject<k8s.KubeStorageClassProps>(this, 'Resource', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name,
        labels: platformLabels(scope.catalogue.partOf, name),
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
      provisioner,
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
    });
  }
}
