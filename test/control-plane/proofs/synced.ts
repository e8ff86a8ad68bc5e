import { valueAt } from '../../../lib';
import { applications, isDone, isRefreshing, refresh, type State } from '../harness/argo-cd';
import { none } from '../harness/claims';
import type { Cluster } from '../harness/cluster';
import { type DeliveredBed, LIMIT } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { saying } from '../harness/settle';
import { until } from '../harness/until';
import { deliveredAsIntended } from './intended-delivery';

/**
 * Applications that keep Applications, each the other one, too. While somebody asks for a comparison of one that is kept, by an annotation,
 * or it syncs, it differs from Git, and who keeps it may sync once more: they are asked last, one by one.
 */
const ABOVE = ['root', 'bootstrap'];

export const synced: DeliveredProof = {
  name: 'synced',
  shows: 'Argo CD brings the whole environment up from its root, and finds nothing left to do',
  on: 'argo-cd',
  bed: 'from-root',
  prove: async (bed, claims) => {
    claims.skip('Applications whose source is a chart are Synced', `no chart repository is reached here: ${chartsOf(bed).join(', ')}`);
    await claims.that('every Application is delivered as its environment intends', () => deliveredAsIntended(bed));
    await claims.that(`every Application whose source is dist is Synced and Healthy within ${LIMIT} s`, async () => {
      const { count, seconds } = await bed.bringUp();
      if (seconds > LIMIT) throw new Error(`it took ${seconds.toFixed(0)} s`);
      return `${count} Applications in ${seconds.toFixed(0)} s`;
    });
    await claims.that('no difference is left after a hard refresh, server-side defaults included', async () => {
      const names = (await applications(bed.cluster)).map(({ name }) => name);
      const below = names.filter((name) => !ABOVE.includes(name));
      const compared = await comparedAnew(bed.cluster, below);
      none(compared.filter((state) => !isDone(state)).map(saying));
      for (const name of ABOVE) {
        const state = await until(() => atRest(bed.cluster, name), { within: 60, what: `${name} to be at rest` });
        none(isDone(state) ? [] : [saying(state)]);
      }
      const done = async (): Promise<boolean> => (await applications(bed.cluster)).every(isDone);
      await until(done, { within: 60, what: `${ABOVE.join(' and ')} to be at rest together` });
      return `${names.length} Applications`;
    });
  },
};

function chartsOf({ published, name }: DeliveredBed): string[] {
  const manifests = published.manifests(name).map(({ manifest }) => manifest);
  return manifests.filter((manifest) => valueAt(manifest, 'spec.source.chart') !== undefined).map(({ metadata }) => metadata.name);
}

/** What a new comparison of an Application finds, unless a sync is under way. */
async function atRest(cluster: Cluster, name: string): Promise<State | undefined> {
  const [state] = await comparedAnew(cluster, [name]);
  return state?.live.operation === undefined && state?.live.status?.operationState?.phase !== 'Running' ? state : undefined;
}

/** Waits until Argo CD has read Git and the cluster again, caches left aside. @returns what it found */
async function comparedAnew(cluster: Cluster, names: readonly string[]): Promise<State[]> {
  await refresh(cluster, names, 'hard');
  return until(
    async () => {
      const now = (await applications(cluster)).filter(({ name }) => names.includes(name));
      return !now.some(isRefreshing) && now;
    },
    { within: 90, what: 'Argo CD to compare everything anew' },
  );
}
