import { spokenName } from '../../../lib';
import { application, applications, refresh, requestSync } from '../harness/argo-cd';
import { type Claims, none } from '../harness/claims';
import type { Cluster, Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import { until } from '../harness/until';
import { type Finder, lost } from './found';
import { type Leaving, orphansReported } from './withdrawal';

/** Seconds in which the cluster follows a removal: the root goes through all its waves first. */
const LATER = 100;

export interface Removal {
  readonly applications: readonly Leaving[];
  /** Identities of what they synced. */
  readonly before: ReadonlyMap<string, string | undefined>;
}

/** Whether what leaves Git stays until somebody requests a sync that prunes. */
export async function staysUntilRequested({ cluster }: DeliveredBed): Promise<boolean> {
  return (await application(cluster, 'root')).live.spec.syncPolicy?.automated?.prune !== true;
}

/** Claims what becomes of a component that is no longer in Git, by what its Applications and the root above them do. */
export async function removedComponent(bed: DeliveredBed, finder: Finder, claims: Claims, removal: Removal): Promise<void> {
  const going = removal.applications.filter(({ cascades }) => cascades);
  const staying = removal.applications.filter(({ cascades }) => !cascades);
  if (await staysUntilRequested(bed)) {
    await claims.that('a removed component still runs after a sync that does not prune, and the root names what wants pruning', () =>
      kept(bed, finder, removal),
    );
    await syncRoot(bed.cluster, removal.applications, true);
  }
  await refresh(bed.cluster, ['root']);
  if (going.length > 0) await claims.that('a removed component goes with its Applications, which cascade', () => gone(finder, going));
  if (staying.length > 0)
    await claims.that('a removed component still runs without its Applications, which do not cascade, and is reported as orphaned', () =>
      orphaned(bed, finder, { ...removal, applications: staying }),
    );
}

async function kept({ cluster }: DeliveredBed, finder: Finder, { applications: leaving, before }: Removal): Promise<string> {
  await syncRoot(cluster, leaving, false);
  await refresh(
    cluster,
    leaving.map(({ name }) => name),
  );
  await until(async () => (await mute(cluster, leaving)).length === 0, { within: 20, what: '' }).catch(() => {});
  const { live, sync } = await application(cluster, 'root');
  const objects = leaving.flatMap((application) => application.objects);
  none([
    ...(sync === 'OutOfSync' ? [] : [`the root is ${sync}`]),
    ...leaving
      .filter(({ name }) => !wantPruning(live).includes(name))
      .map(({ name }) => `the root does not say that ${name} wants pruning`),
    ...(await mute(cluster, leaving)),
    ...lost(before, await finder.identities(objects)),
  ]);
  return `${objects.length} objects; the root names ${leaving.map(({ name }) => name).join(', ')}`;
}

async function mute(cluster: Cluster, leaving: readonly Leaving[]): Promise<string[]> {
  const states = await Promise.all(leaving.map(({ name }) => application(cluster, name)));
  return states
    .filter(({ says }) => !says.includes('app path does not exist'))
    .map(({ name }) => `${name} does not say that its folder is gone`);
}

/** Requests a sync of the root, and waits until it is over. */
async function syncRoot(cluster: Cluster, leaving: readonly Leaving[], prune: boolean): Promise<void> {
  await refresh(cluster, ['root']);
  const root = await until(
    async () => {
      const state = await application(cluster, 'root');
      const names = wantPruning(state.live);
      return leaving.every(({ name }) => names.includes(name)) && state.live.operation === undefined ? state : undefined;
    },
    { within: LATER, what: 'the root to say what wants pruning' },
  );
  const before = root.live.status.operationState?.finishedAt;
  await requestSync(cluster, root, { prune });
  await until(
    async () => {
      const { finishedAt } = (await application(cluster, 'root')).live.status.operationState;
      return finishedAt !== undefined && finishedAt !== before;
    },
    { within: LATER, what: 'the sync of the root' },
  );
}

/** Names of the Applications that the root would prune. */
function wantPruning({ status }: Live): string[] {
  const resources = (status?.resources ?? []) as { name: string; requiresPruning?: boolean }[];
  return resources.filter(({ requiresPruning }) => requiresPruning === true).map(({ name }) => name);
}

async function gone(finder: Finder, going: readonly Leaving[]): Promise<string> {
  const started = Date.now();
  const objects = going.flatMap((application) => application.objects);
  let left: string[] = [];
  await until(
    async () => {
      left = (
        await Promise.all(objects.map(async (object) => ((await finder.find(object)) === undefined ? [] : [spokenName(object)])))
      ).flat();
      return left.length === 0;
    },
    { within: LATER, every: 1, what: () => `these to go: ${left.join(', ')}` },
  );
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  return `${objects.length} objects of ${going.map(({ name }) => name).join(', ')}, gone after ${seconds} s`;
}

/** Waits until the Applications are gone, then for others to report what they leave. */
export async function orphaned(bed: DeliveredBed, finder: Finder, { applications: leaving, before }: Removal): Promise<string> {
  const names = leaving.map(({ name }) => name);
  await until(async () => !(await applications(bed.cluster)).some(({ name }) => names.includes(name)), {
    within: LATER,
    every: 1,
    what: `${names.join(', ')} to be pruned`,
  });
  const objects = leaving.flatMap((application) => application.objects);
  none(lost(before, await finder.identities(objects)));
  const reporters = await orphansReported(bed, objects, 30);
  return `${objects.length} objects of ${names.join(', ')}, said by ${reporters.join(', ')}`;
}
