import type { k8s } from 'cdk8s-plus-28';
import { KubeObject } from '../construct/kube-object';
import { UnitChart } from '../construct/unit-chart';
import type { Platform } from '../tenancy/component';
import { platformLabels } from '../tenancy/labels';

/** The storage classes, where the cluster brings none: volumes of stores outlive their claims, those of scratch go with them. */
export class Storage extends UnitChart {
  constructor(scope: Platform) {
    super(scope, { folder: 'core/storage', component: 'storage', project: 'platform', namespace: 'kube-system' });
    const { storageClass, scratchClass } = scope.cluster;
    this.storageClass(scope, storageClass.name, 'Retain');
    this.storageClass(scope, scratchClass, 'Delete');
  }

  private storageClass(scope: Platform, name: string, reclaimPolicy: 'Retain' | 'Delete'): void {
    new KubeObject<k8s.KubeStorageClassProps>(this, name, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name,
        labels: platformLabels(scope.catalogue.partOf, name),
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
      provisioner: scope.cluster.storageClass.provisioner,
      reclaimPolicy,
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
    });
  }
}
