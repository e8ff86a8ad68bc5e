import type { Cluster } from '../tenancy/cluster';

/** The storage class that claims of the platform name, where kind (`standard`) or k3s (`local-path`) calls its own another name. */
export function localStorageClass({
  storageClass: { name, provisioner },
}: Pick<Cluster, 'storageClass'>): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}
