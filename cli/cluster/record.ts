import { type Manifest, sha256 } from '../../lib';
import { serverSideApply } from './server-side-apply';
import { kubectl } from './succeeding';
import type { Kubectl } from './target';

/** What was last applied, as the cluster itself remembers it: a digest in a ConfigMap of kube-system. */
export interface Record {
  readonly name: 'desired-state-base' | 'desired-state-argo-cd' | 'desired-state-root';
  readonly digest: string;
}

/** Digest of texts in their order. */
export function digestOf(texts: readonly string[]): string {
  return sha256(JSON.stringify(texts));
}

/** Whether the cluster has the record. A ConfigMap that is not there is no failure. */
export async function isRecorded(cluster: Kubectl, { name, digest }: Record): Promise<boolean> {
  const { stdout } = await kubectl(cluster, [
    'get',
    'configmap',
    name,
    '--namespace',
    'kube-system',
    '--ignore-not-found',
    '--output',
    'jsonpath={.data.digest}',
  ]);
  return stdout.trim() === digest;
}

export async function record(cluster: Kubectl, { name, digest }: Record): Promise<void> {
  const configMap: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data: { digest } };
  await serverSideApply(cluster, JSON.stringify(configMap));
}
