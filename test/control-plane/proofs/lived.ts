import { loadEnvironment, makeEnvironment } from '../../../cli/environments';
import { digest, type Repository, repository, SOURCE } from '../../programs/repository';
import { none } from '../harness/claims';
import type { Cluster, Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { until } from '../harness/until';

const COMPONENT = 'kfm-api';
const RELEASE = { version: '99.4.0', digest: digest('a') };

export const lived: DeliveredProof = {
  name: 'lived',
  shows: 'a promotion reaches the cluster by its commit, and its revert takes it back',
  on: 'argo-cd',
  bed: 'shuffled',
  spares: { local: 'releases come to it as they come to dev, from nowhere' },
  prove: async (bed, claims) => {
    await bed.bringUp();
    const chain = await chainTo(bed.name);
    const source = repository(...chain);
    const before = { images: await imagesOf(bed), bytes: bed.published.bytes(`dist/${bed.name}`), commit: '' };
    try {
      await claims.that(`${COMPONENT} is promoted, synced and runs; its migration ran before it`, async () => {
        before.commit = await promoteAlong(source, chain);
        bed.published.publish(source.root, bed.name);
        await bed.follows();
        none((await imagesOf(bed)).filter((image) => !image.endsWith(`:${RELEASE.version}@${RELEASE.digest}`)));
        const migration = await migrationEnd(bed.cluster);
        return `${chain.join(' → ')}; all pods run ${RELEASE.version}; the migration ended ${migration}`;
      });
      await claims.that('git revert of the promotion brings the bytes and the pods of before', async () => {
        source.git('revert', '--no-edit', before.commit);
        bed.published.publish(source.root, bed.name);
        await bed.follows();
        if (bed.published.bytes(`dist/${bed.name}`) !== before.bytes) throw new Error('dist is not byte for byte what it was');
        const images = await imagesOf(bed);
        if (images.join() !== before.images.join()) throw new Error(`${images.join(', ')}; before ${before.images.join(', ')}`);
        return images.join(', ');
      });
    } finally {
      source.remove();
    }
  },
};

/** The environment with those that come before it, in promotion order. */
async function chainTo(name: string): Promise<string[]> {
  const { follows } = makeEnvironment(name, await loadEnvironment(name)).traits;
  return follows === undefined ? [name] : [...(await chainTo(follows)), name];
}

/** Each step in a commit of its own, as people merge them. @returns the last */
async function promoteAlong(source: Repository, chain: readonly string[]): Promise<string> {
  let commit = '';
  for (const [index, name] of chain.entries()) {
    const arrival = ['--version', RELEASE.version, '--digest', RELEASE.digest, '--source', SOURCE];
    const { status, stderr } = source.run('promote', COMPONENT, '--to', name, ...(index === 0 ? arrival : []));
    if (status !== 0) throw new Error(`promote to ${name}: ${stderr}`);
    commit = source.commit(`Promote ${COMPONENT} to ${name}`);
  }
  return commit;
}

/** Images of the component's pods. @throws if none runs */
async function imagesOf({ cluster }: DeliveredBed): Promise<string[]> {
  const running = await runningPods(cluster);
  const images = running.flatMap(({ spec }) => (spec.containers as Container[]).map(imageOf));
  if (images.length === 0) throw new Error(`no pod of ${COMPONENT} runs`);
  return [...new Set(images)].sort();
}

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
}

/** What a container runs, or what it stands in for: a stand-in has that behind its script. */
function imageOf({ image, command = [] }: Container): string {
  return command.at(-1) ?? image;
}

/** The component's pods that run and are not on their way out. */
async function runningPods(cluster: Cluster): Promise<readonly Live[]> {
  const all = await cluster.list(`/api/v1/pods?labelSelector=${encodeURIComponent(`app.kubernetes.io/name=${COMPONENT}`)}`);
  return all.filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running');
}

/** When the migration was done. @throws if it ran another image, or if a pod of the release is older than that */
async function migrationEnd(cluster: Cluster): Promise<string> {
  const done = (job: Live): boolean => job.status?.succeeded === 1;
  const job = await until(async () => (await jobsOf(cluster)).find(done), { within: 20, what: `the migration of ${COMPONENT}` });
  const image = imageOf(job.spec.template.spec.containers[0]);
  if (!image.includes(RELEASE.digest)) throw new Error(`the migration ran ${image}`);
  const ended = String(job.status.completionTime);
  const early = (await runningPods(cluster)).filter(({ metadata }) => metadata.creationTimestamp < ended);
  none(early.map(({ metadata }) => `${metadata.name} was made at ${metadata.creationTimestamp}, the migration ended at ${ended}`));
  return ended;
}

async function jobsOf(cluster: Cluster): Promise<readonly Live[]> {
  const jobs = await cluster.list('/apis/batch/v1/jobs');
  return jobs.filter(({ metadata }) => metadata.name === `${COMPONENT}-migration`);
}
