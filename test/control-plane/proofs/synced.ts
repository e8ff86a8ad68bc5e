import { applications, isDone, refresh } from '../harness/argo-cd';
import { none } from '../harness/claims';
import type { Cluster } from '../harness/cluster';
import { LIMIT } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { saying } from '../harness/settle';
import { until } from '../harness/until';

export const synced: DeliveredProof = {
  name: 'synced',
  shows: 'Argo CD brings the whole environment up from its root, and finds nothing left to do',
  on: 'argo-cd',
  prove: async (bed, claims) => {
    await claims.that(`every Application whose source is dist is Synced and Healthy within ${LIMIT} s`, async () => {
      const { count, seconds } = await bed.bringUp();
      if (seconds > LIMIT) throw new Error(`it took ${seconds.toFixed(0)} s`);
      return `${count} Applications in ${seconds.toFixed(0)} s`;
    });
    await claims.that('no difference is left after a hard refresh, server-side defaults included', async () => {
      // Children first: while the annotation that asks for it stands on a child, the root above it differs.
      const names = (await applications(bed.cluster)).map(({ name }) => name);
      await comparedAnew(
        bed.cluster,
        names.filter((name) => name !== 'root'),
      );
      await comparedAnew(bed.cluster, ['root']);
      const after = await applications(bed.cluster);
      none(after.filter((state) => !isDone(state)).map(saying));
      return `${after.length} Applications`;
    });
  },
};

/** Waits until Argo CD has read Git and the cluster again, caches left aside. */
async function comparedAnew(cluster: Cluster, names: readonly string[]): Promise<void> {
  const before = new Map((await applications(cluster)).map(({ name, live }) => [name, live.status?.reconciledAt]));
  await refresh(cluster, names, 'hard');
  await until(
    async () => {
      const now = await applications(cluster);
      const waiting = now.filter(({ name, live }) => names.includes(name) && live.status?.reconciledAt === before.get(name));
      return waiting.length === 0 ? true : undefined;
    },
    { within: 90, what: 'Argo CD to compare everything anew' },
  );
}
