import { type Cluster, message } from '../harness/cluster';

const PRIVILEGED = 'pod-security.privileged';

/** A ReplicaSet that breaks a rule, made before the rule is enforced. */
export const LEFT_BEHIND = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'left-behind', namespace: `enforced-${PRIVILEGED.replaceAll('.', '-')}` },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'left-behind' } },
    template: {
      metadata: { labels: { app: 'left-behind' } },
      spec: { containers: [{ name: 'a', image: 'a', securityContext: { privileged: true } }] },
    },
  },
};

/** What was there before a rule: it may be scaled down and deleted, but not rolled out again as it is. @returns what is not so */
export async function leftBehindFaults(cluster: Cluster): Promise<string[]> {
  const path = `/apis/apps/v1/namespaces/${LEFT_BEHIND.metadata.namespace}/replicasets/${LEFT_BEHIND.metadata.name}`;
  const change = (body: object, dryRun = true): ReturnType<Cluster['request']> =>
    cluster.request('PATCH', `${path}${dryRun ? '?dryRun=All' : ''}`, { body, type: 'application/merge-patch+json' });
  const [scaled, rolled] = [
    await change({ spec: { replicas: 0 } }),
    await change({ spec: { template: { metadata: { annotations: { rolled: 'again' } } } } }),
  ];
  const held = await change({ metadata: { finalizers: ['e2e.desired-state/held'] } }, false);
  await cluster.delete(path);
  const freed = await change({ metadata: { finalizers: [] } }, false);
  return [
    ...(scaled.status < 300 ? [] : [`it cannot be scaled down: ${message(scaled.body)}`]),
    ...(rolled.status >= 300 && message(rolled.body).includes(PRIVILEGED) ? [] : [`it can be rolled out again: ${rolled.status}`]),
    ...(held.status < 300 && freed.status < 300 ? [] : [`it cannot lose its finalizer: ${message(held.body)} ${message(freed.body)}`]),
  ];
}
