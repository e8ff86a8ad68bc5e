import { breakglassCapture } from '../../../cli/commands/breakglass-capture';
import { breakglassClose } from '../../../cli/commands/breakglass-close';
import { breakglassOpen } from '../../../cli/commands/breakglass-open';
import type { Incident } from '../../../lib';
import { application, applications } from '../harness/argo-cd';
import { none } from '../harness/claims';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { sleep, until } from '../harness/until';
import { BreakglassProject, type Told } from './breakglass-project';

const ID = 'INC-1';
const COMPONENT = 'kfm-api';
/** What is paused, and a component that is not. */
const DEPLOYMENT = '/apis/apps/v1/namespaces/kfm-api/deployments/kfm-api';
const OTHER = '/apis/apps/v1/namespaces/kfm-web/deployments/kfm-ui';
const BY_HAND = '?fieldManager=by-hand';

/** Seconds in which Argo CD takes back a change by hand where nothing is paused. */
const SOON = 60;
/** Seconds that a change has to stay, several times what Argo CD needs to take one back. */
const LONG = 12;

/** Of the wait that sees whether the pause holds. */
const PACE = { interval: 2000, calm: 2, most: 20 };

const SAID = { who: 'Ada Example', with: 'Bob Example', why: 'a rehearsal on a real control plane', what: `scale ${COMPONENT}`, for: '1h' };

export const breakglass: DeliveredProof = {
  name: 'breakglass',
  shows: 'a change by hand under an open record stays, is captured, and comes back under Git when the record is closed',
  on: 'argo-cd',
  bed: 'shuffled',
  spares: {
    local: 'its Applications sync themselves as those of stage, and nothing of it is held by locks',
    dev: 'its Applications sync themselves as those of stage, and nothing of it is held by locks',
    prod: 'nothing syncs by itself there, so that nothing has to be paused (test/programs/breakglass.test.ts)',
  },
  prove: async (bed, claims) => {
    await bed.bringUp();
    const replicas = await replicasOf(bed, DEPLOYMENT);
    const edited = replicas + 1;
    const scale = (path: string, count: number): Promise<void> => bed.cluster.patch(`${path}${BY_HAND}`, { spec: { replicas: count } });
    const project = new BreakglassProject(bed, 'dev', 'stage');
    const act = { ...project.aim, id: ID };
    const record = (): Incident => JSON.parse(project.read(`docs/incidents/${bed.name}-${ID}.json`)) as Incident;
    try {
      await claims.that('without a record, Argo CD takes back what somebody changes by hand', async () => {
        await scale(DEPLOYMENT, edited);
        return takenBack(bed, DEPLOYMENT, replicas);
      });

      await claims.that(
        'open pauses root, bootstrap and the Applications of the component, and they stay so, live and by the commit',
        async () => {
          ended(await project.run((given) => breakglassOpen({ ...act, ...SAID, component: [COMPONENT] }, given, PACE)), 0);
          const { paused, pausing } = record();
          if (pausing !== 'paused' || !['root', 'bootstrap', `workloads-${COMPONENT}`].every((name) => paused.includes(name)))
            throw new Error(`${pausing}: ${paused.join(', ')}`);
          none(await syncingByThemselves(bed, paused));
          await scale(DEPLOYMENT, edited);
          await project.merge('Break glass', paused);
          await sleep(LONG);
          none(await syncingByThemselves(bed, paused));
          return paused.join(', ');
        },
      );

      await claims.that('a change by hand to it stays; one to another component is still taken back', async () => {
        const others = await replicasOf(bed, OTHER);
        await scale(OTHER, others + 1);
        const after = await takenBack(bed, OTHER, others);
        const now = await replicasOf(bed, DEPLOYMENT);
        if (now !== edited) throw new Error(`${now} replicas, expected ${edited}`);
        return `${LONG} s and more; the other one ${after}`;
      });

      await claims.that('capture has exactly that change, and close is refused as long as Git does not say it', async () => {
        ended(await project.run((given) => breakglassCapture(act, given)), 0);
        const [capture] = record().captures;
        const patch = project.read((capture?.file ?? '').replace('.json', '.patch'));
        const changes = patch.split('\n').filter((line) => /^[-+](?![-+])/.test(line));
        const expected = [`-  replicas: ${replicas}`, `+  replicas: ${edited}`];
        if (changes.join() !== expected.join() || capture?.components.join() !== COMPONENT)
          throw new Error(`${changes.join(' ')}, of ${capture?.components}`);
        const { stdout } = ended(await project.run((given) => breakglassClose(act, given, PACE)), 1);
        if (!stdout.includes('spec.replicas') || record().closed !== undefined) throw new Error(`it said ${stdout}`);
        return changes.join(' ');
      });

      await claims.that(
        'once cluster and Git agree it is closed; nothing resumes before Argo CD reads that, and after it everything does',
        async () => {
          await scale(DEPLOYMENT, replicas);
          ended(await project.run((given) => breakglassClose(act, given, PACE)), 0);
          const { paused } = record();
          await project.merge('Close', paused);
          none(await resumedOf(bed, paused));
          ended(await project.run((given) => breakglassClose(act, given, PACE)), 0);
          none((await syncingByThemselves(bed, paused, false)).map((name) => `${name} is still paused`));
          if (!project.isAsBefore()) throw new Error('dist or envs are not byte for byte what they were');
          await scale(DEPLOYMENT, edited);
          return `a change by hand is taken back again ${await takenBack(bed, DEPLOYMENT, replicas)}`;
        },
      );
    } finally {
      await leave(bed, project);
    }
  },
};

/** @throws unless a command ended so */
function ended(told: Told, status: number): Told {
  if (told.status !== status) throw new Error(`exit code ${told.status}, expected ${status}: ${told.stdout}${told.stderr}`.slice(0, 2000));
  return told;
}

async function replicasOf({ cluster }: DeliveredBed, path: string): Promise<number> {
  return ((await cluster.get(path)) as Live).spec.replicas as number;
}

async function takenBack(bed: DeliveredBed, path: string, replicas: number): Promise<string> {
  const started = Date.now();
  await until(async () => (await replicasOf(bed, path)) === replicas, { within: SOON, what: `${path} to have ${replicas} replicas` });
  return `within ${Math.ceil((Date.now() - started) / 1000)} s`;
}

/** Those of some Applications that sync by themselves, or those that do not. */
async function syncingByThemselves({ cluster }: DeliveredBed, names: readonly string[], are = true): Promise<string[]> {
  const all = await applications(cluster);
  const found = all.filter(({ name, live }) => names.includes(name) && (live.spec.syncPolicy?.automated !== undefined) === are);
  return found.map(({ name }) => name);
}

/** What resumed although nobody let it: after the merge, an Application that is kept by another one would. */
async function resumedOf(bed: DeliveredBed, names: readonly string[]): Promise<string[]> {
  const early = await syncingByThemselves(bed, names);
  return early.map((name) => `${name} resumed by itself`);
}

/** As it was found: nothing is paused, and dist is that of before. */
async function leave(bed: DeliveredBed, project: BreakglassProject): Promise<void> {
  bed.published.publish(bed.props.project, bed.name);
  project.remove();
  const { live } = await application(bed.cluster, 'root');
  // A red run may have left the pause: what keeps the others is as dist has it, and brings the rest.
  if (live.spec.syncPolicy?.automated === undefined)
    await bed.cluster.apply(bed.files('bootstrap').get('application.argoproj.io_root.yaml') ?? '');
  await bed.follows();
}
