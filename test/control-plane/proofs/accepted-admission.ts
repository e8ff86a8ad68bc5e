import { type Manifest, valueAt } from '../../../lib';
import { none } from '../harness/claims';
import { type Cluster, message } from '../harness/cluster';
import { until } from '../harness/until';
import { examples } from './accepted-examples';
import { changed } from './broken-object';

const LEVEL = 'pod-security.kubernetes.io/enforce';

/**
 * Applies what decides on pods: namespaces, their limits, quotas and accounts. Returns when the server's admission has seen all of it.
 *
 * No controller manager runs here. So the account `default` of each namespace, and the status of each quota, without which the server
 * admits nothing ("status unknown for quota"), are written as its controllers would write them in an empty namespace.
 * What is still admitted after the wait, `closed` reports.
 */
export async function awaken(cluster: Cluster, manifests: readonly Manifest[]): Promise<void> {
  const ofKind = (kind: string): Manifest[] => manifests.filter((manifest) => manifest.kind === kind);
  const namespaces = ofKind('Namespace');
  await cluster.apply(namespaces);
  const accounts = namespaces.map(({ metadata: { name } }) => defaultAccount(name));
  await cluster.apply([...accounts, ...ofKind('ServiceAccount'), ...ofKind('LimitRange'), ...ofKind('ResourceQuota')]);
  await emptyQuotas(cluster, manifests);
  await until(async () => (await openDoors(cluster, manifests)).length === 0, {
    within: 20,
    what: 'admission to see namespaces, limits and quotas',
    every: 0.3,
  }).catch(() => {});
}

export function defaultAccount(namespace: string): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
}

/** Says of each quota that nothing is used of it. */
export async function emptyQuotas(cluster: Cluster, manifests: readonly Manifest[]): Promise<void> {
  await Promise.all(manifests.filter(({ kind }) => kind === 'ResourceQuota').map((quota) => emptyQuota(cluster, quota)));
}

async function emptyQuota(cluster: Cluster, { metadata: { name, namespace }, spec }: Manifest): Promise<void> {
  const hard = valueAt(spec, 'hard') as Readonly<Record<string, string>>;
  const used = Object.fromEntries(Object.keys(hard).map((resource) => [resource, '0']));
  await cluster.patch(`/api/v1/namespaces/${namespace}/resourcequotas/${name}/status`, { status: { hard, used } });
}

/** @throws with what each namespace admits that it must not */
export async function closed(cluster: Cluster, manifests: readonly Manifest[]): Promise<string> {
  none(await openDoors(cluster, manifests));
  const namespaces = manifests.filter(({ kind }) => kind === 'Namespace');
  const privileged = namespaces.filter(isPrivileged).map(({ metadata }) => metadata.name);
  if (namespaces.length === privileged.length) throw new Error('there is no namespace with Pod Security');
  return `${namespaces.length} namespaces; privileged pods may run in ${privileged.join(', ') || 'none'}`;
}

/** What each namespace admits that it must not. */
async function openDoors(cluster: Cluster, manifests: readonly Manifest[]): Promise<string[]> {
  const namespaces = manifests.filter(({ kind }) => kind === 'Namespace');
  return (await Promise.all(namespaces.map((namespace) => openDoorsOf(cluster, namespace)))).flat();
}

async function openDoorsOf(cluster: Cluster, namespace: Manifest): Promise<string[]> {
  const { name } = namespace.metadata;
  const pod: Manifest = { ...examples.pod, metadata: { ...examples.pod.metadata, namespace: name } };
  const container = 'spec.containers.0';
  const greedy = await tryPod(cluster, changed(pod, `${container}.resources.limits.cpu`, '1M'));
  const careless = await tryPod(cluster, changed(pod, `${container}.resources`, undefined));
  const privileged = await tryPod(cluster, changed(pod, 'spec.hostPID', true));
  return [
    ...(greedy.says.includes('exceeded quota') ? [] : [`${name}: a pod with a million processors: ${greedy.says}`]),
    ...(careless.hasLimits ? [] : [`${name}: a pod without limits gets none from the LimitRange: ${careless.says}`]),
    ...(isPrivileged(namespace) || privileged.says.includes('violates PodSecurity')
      ? []
      : [`${name}: a privileged pod: ${privileged.says}`]),
  ];
}

function isPrivileged({ metadata: { labels } }: Manifest): boolean {
  return labels?.[LEVEL] === 'privileged';
}

async function tryPod(cluster: Cluster, pod: Manifest): Promise<{ says: string; hasLimits: boolean }> {
  const { status, body } = await cluster.request('POST', `/api/v1/namespaces/${pod.metadata.namespace}/pods?dryRun=All`, { body: pod });
  const containers = valueAt(body, 'spec.containers');
  const hasLimits =
    Array.isArray(containers) && containers.every((container) => valueAt(container, 'resources.limits.memory') !== undefined);
  return { says: status < 300 ? 'admitted' : message(body), hasLimits };
}
