import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import type { Result } from '../../../cli/doctor/finding';
import { valueAt } from '../../../lib';
import { applications, refresh, type State } from '../harness/argo-cd';
import { none } from '../harness/claims';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { sleep } from '../harness/until';
import { CLAIM, CLAIM_PATH, type Fault, faults, OTHERS, RESTARTED } from './doctored-faults';
import { knowing, told, type Visit, visit } from './doctored-visit';

/** What is wrong in a cluster without containers and charts, and rightly said to be. */
function notHere({ published, name }: DeliveredBed): Omission[] {
  const manifests = published.manifests(name).map(({ manifest }) => manifest);
  const charts = manifests.filter((manifest) => valueAt(manifest, 'spec.source.chart') !== undefined).map(({ metadata }) => metadata.name);
  return [
    [/^delivery\/renders File .*\/sealedsecret\.bitnami\.com_/, 'the ciphertext of this control plane'],
    [new RegExp(`^delivery/repository Application argocd/(?:${charts.join('|')})$`), 'charts cannot be fetched'],
    [/^bootstrap\/controllers Program argocd\//, 'Argo CD runs beside the cluster'],
    [/^edge\/certificate Secret edge\/hosts-tls$/, 'no certificate is made'],
  ];
}

type Omission = readonly [what: RegExp, why: string];

/** Seconds in which controllers notice what was planted. */
const LIMIT = 60;

export const doctored: DeliveredProof = {
  name: 'doctored',
  shows: '"npm run doctor" says of a sound cluster what is not there, and names every planted fault by its check and its object',
  on: 'argo-cd',
  bed: 'from-root',
  spares: {
    local: 'its faults are planted in objects that dev has as well',
    stage: 'the same; there syncs and pods differ in number only',
    prod: 'the same; nothing there syncs by itself, as in dev while its faults are planted',
  },
  prove: async (bed, claims) => {
    await bed.bringUp();
    const forget = knowing(bed);
    try {
      await claims.that('of a sound cluster it says nothing but what no containers and no charts leave out', async () =>
        sound(bed, await visit(bed)),
      );
      await claims.that('without permission it says what it could not read, and ends with 2', () => forbidden(bed));
      const planted = await plant(bed);
      try {
        await claims.that(`each of ${planted.all.length} planted faults is named by its check and its object, with what to do next`, () =>
          everyFault(bed, planted.all),
        );
        await claims.that('of a Service it says where the way to it breaks first', () => everyBreach(bed));
      } finally {
        await planted.remove();
      }
      await bed.follows();
      await claims.that('once they are put right, it says no more than before', async () => sound(bed, await visit(bed)));
    } finally {
      forget();
    }
  },
};

function sound(bed: DeliveredBed, { results }: Visit): string {
  const lines = told(results);
  const omissions = notHere(bed);
  none([
    ...lines.filter((line) => !omissions.some(([what]) => what.test(line))),
    ...omissions.filter(([what]) => !lines.some((line) => what.test(line))).map(([, why]) => `not said: ${why}`),
  ]);
  const fine = results.filter(({ status }) => status === 'ok').length;
  if (fine < 40) throw new Error(`only ${fine} checks are fine`);
  return `${fine} checks fine; ${lines.length} findings of what is not here`;
}

async function everyFault(bed: DeliveredBed, all: readonly Pick<Fault, 'does' | 'check' | 'about'>[]): Promise<string> {
  const end = Date.now() + LIMIT * 1000;
  for (;;) {
    const { status, results } = await visit(bed, { nameless: ['tiles.dev.kfm.example.org'] });
    const lines = told(results);
    const missed = all.filter(({ check, about }) => !lines.includes(`${check} ${about}`));
    if (missed.length > 0 && Date.now() < end) continue;
    none([
      ...missed.map(({ does, check, about }) => `not found: ${does} (${check} ${about})`),
      ...results
        .filter(({ status: state, next }) => state === 'problem' && next === '')
        .map(({ check }) => `${check} does not say what to do`),
      ...(status === 1 ? [] : [`exit code ${status}, expected 1`]),
    ]);
    return all.map(({ check }) => check).join(', ');
  }
}

/** Services and the step at which the way to each breaks. */
const BREACHES = { 'kfm-web/tiles': 'name', 'kfm-web/kfm-ui': 'policies', redis: 'secrets' };

async function everyBreach(bed: DeliveredBed): Promise<string> {
  const omissions = notHere(bed);
  const ways = Object.entries(BREACHES).map(async ([service, expected]) => {
    const { steps } = await visit(bed, { service, nameless: ['tiles.dev.kfm.example.org'] });
    const isOmitted = (one: Result): boolean => told([one]).some((line) => omissions.some(([what]) => what.test(line)));
    const here = steps.map((step) => ({ ...step, results: step.results.filter((one) => !isOmitted(one)) }));
    const first = here.find(({ results }) => results.some(({ status }) => status === 'problem'));
    if (first?.name !== expected) throw new Error(`${service} breaks at ${first?.name ?? 'no step'}, expected ${expected}`);
    return `${service} at ${expected}`;
  });
  return (await Promise.all(ways)).join(', ');
}

async function forbidden(bed: DeliveredBed): Promise<string> {
  const { status: made, stdout, stderr } = await bed.cluster.kubectl(['create', 'token', 'default', '--namespace', 'default']);
  if (made !== 0) throw new Error(`kubectl create token: ${stderr}`);
  const config = load(readFileSync(bed.cluster.kubeconfig, 'utf8')) as { users: { name: string }[] };
  const users = config.users.map(({ name }) => ({ name, user: { token: stdout.trim() } }));
  const file = join(bed.scratch('doctored'), 'kubeconfig');
  writeFileSync(file, dump({ ...config, users }), { mode: 0o600 });
  const { status, results } = await visit(bed, { kubeconfig: file });
  const unread = results.filter(({ status: state, found }) => state === 'unknown' && /could not read .*cannot list/s.test(found));
  if (status !== 2 || unread.length < 30) throw new Error(`exit code ${status}, ${unread.length} checks without permission`);
  return `${unread.length} checks could not be made`;
}

interface Planted {
  readonly all: readonly Pick<Fault, 'does' | 'check' | 'about'>[];
  remove(): Promise<void>;
}

/** Pauses every Application, or Argo CD would put right within seconds what is planted. */
async function plant(bed: DeliveredBed): Promise<Planted> {
  const { cluster } = bed;
  const before = await applications(cluster);
  const all = await faults(bed);
  await pause(bed, before);
  for (const { path, change } of all) await (change === undefined ? cluster.delete(path) : cluster.patch(path, change));
  await cluster.apply([CLAIM]);
  for (const { metadata } of await cluster.list(RESTARTED)) await cluster.delete(`/api/v1/namespaces/kfm-api/pods/${metadata.name}`);
  await refresh(
    cluster,
    before.map(({ name }) => name),
  );
  return {
    all: [...all, ...OTHERS],
    remove: async () => {
      for (const { path, undo } of all) await (undo === undefined ? cluster.delete(path) : cluster.patch(path, undo));
      await cluster.delete(CLAIM_PATH);
      for (const state of before) await automate(bed, state, state.live.spec.syncPolicy.automated ?? null);
    },
  };
}

/** The root keeps its children as dist says, and one of them keeps the root: first of all those two. */
async function pause(bed: DeliveredBed, all: readonly State[]): Promise<void> {
  const isAbove = ({ name }: State): boolean => name === 'root' || name === 'bootstrap';
  const order = [...all.filter(isAbove), ...all.filter((state) => !isAbove(state))];
  for (let round = 0; round < 2; round += 1) {
    for (const state of order) await automate(bed, state, null);
    await sleep(2);
  }
}

function automate({ cluster }: DeliveredBed, { name }: State, automated: object | null): Promise<void> {
  return cluster.patch(`/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`, { spec: { syncPolicy: { automated } } });
}
