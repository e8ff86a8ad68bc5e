import type { Marker } from './marker';
import { anotherCluster, doesNotAnswer, madeForAnother } from './messages';
import { kubectl } from './succeeding';
import type { Kubectl } from './target';

const UID = ['get', 'namespace', 'kube-system', '--output', 'jsonpath={.metadata.uid}'];

/** What tells a cluster from all others: the uid of its oldest namespace. */
export async function uidOf(cluster: Kubectl): Promise<string> {
  return (await kubectl(cluster, UID)).stdout.trim();
}

/**
 * Lets a local cluster pass that is what is remembered of it: a name and a port of this machine say nothing of what is behind them.
 * @throws {Refusal} one that was made for another environment, another one by its uid, and one that does not say
 */
export async function refuseAnother(cluster: Kubectl, { environment, uid }: Marker, meant: string): Promise<void> {
  if (environment !== meant) throw madeForAnother(cluster.context, environment, meant);
  if (uid === undefined) return;
  const { status, stdout, stderr } = await cluster.run(UID);
  if (status !== 0) throw doesNotAnswer(cluster.context, stderr.trim().split('\n').at(-1) || 'without a word');
  if (stdout.trim() !== uid) throw anotherCluster(cluster.context);
}
