import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { drift } from '../../../cli/commands/drift';
import type { DriftReport } from '../../../cli/drift/report';
import { objectKey } from '../../../lib';
import { context } from '../../cli/run';
import { applications } from '../harness/argo-cd';
import { none } from '../harness/claims';
import { variablesOn } from '../harness/command';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { BY_HAND, type Slip, STRANGERS, slips } from './drifted-edits';
import { Finder } from './found';

/** Objects that nobody may take for drifted although the server or a controller has written into them. */
const FILLED_IN = 25;

export const drifted: DeliveredProof = {
  name: 'drifted',
  shows: '"npm run drift" finds what was changed by hand, by its fields, and nothing else',
  on: 'argo-cd',
  bed: 'from-root',
  prove: async (bed, claims) => {
    await bed.bringUp();
    const finder = await Finder.of(bed.cluster);
    await claims.that(
      `what Argo CD has synced has not drifted, ${FILLED_IN} and more objects included that the server or a controller fills in`,
      async () => {
        const { status, report } = await driftOf(bed);
        none([...spoken(report), ...report.unknown.map(({ what, reason }) => `${what}: ${reason}`)]);
        const filled = new Set(report.ignored.filter(isFilledIn).map(({ object }) => object));
        if (status !== 0 || filled.size < FILLED_IN) throw new Error(`exit code ${status}, ${filled.size} objects filled in`);
        return `${report.checked} objects, ${filled.size} filled in`;
      },
    );

    const heals = (await applications(bed.cluster)).some(({ live }) => live.spec.syncPolicy?.automated?.selfHeal === true);
    const found =
      'each change by hand is found with exactly its fields and its writer, and so are a missing object and those that nobody committed';
    if (heals) claims.skip(found, 'Argo CD takes such changes back within seconds here, as the proof "healed" shows');
    else await claims.that(found, () => everySlip(bed, finder));

    await claims.that('without permission to look, drift says that it could not tell', async () => {
      const { status, report } = await driftOf(bed, await strangersKubeconfig(bed));
      none(spoken(report));
      if (status !== 2 || report.unknown.length === 0) throw new Error(`exit code ${status}, ${report.unknown.length} unknown`);
      return `${report.unknown.length} kinds could not be told`;
    });
    await bed.settled();
  },
};

interface Outcome {
  readonly status: number;
  readonly report: DriftReport;
}

/** Not what Argo CD marks every object with. */
function isFilledIn({ field, reason }: DriftReport['ignored'][number]): boolean {
  return field !== '' && reason !== "Argo CD's own mark";
}

/** The command on what was published, where the sealed files are those of this control plane. */
async function driftOf(bed: DeliveredBed, kubeconfig = bed.cluster.kubeconfig): Promise<Outcome> {
  const published = join(bed.processes.folder, 'work');
  const { context: given, stdout } = context(published, variablesOn(bed, kubeconfig));
  const status = await drift(bed.name, { env: bed.name, context: contextOf(kubeconfig), only: 'manifests', json: true }, given);
  return { status, report: JSON.parse(stdout()) as DriftReport };
}

function contextOf(kubeconfig: string): string {
  return (load(readFileSync(kubeconfig, 'utf8')) as { 'current-context': string })['current-context'];
}

function spoken({ drift: differences }: DriftReport): string[] {
  return differences.map(({ class: kind, spoken: object, field, by }) => `${kind} ${object} ${field}${by === undefined ? '' : ` (${by})`}`);
}

async function everySlip(bed: DeliveredBed, finder: Finder): Promise<string> {
  const done = await slips(bed, finder);
  try {
    for (const { manifest, change } of done) {
      const path = finder.path(manifest);
      await (change === undefined ? bed.cluster.delete(path) : bed.cluster.patch(`${path}?fieldManager=${BY_HAND}`, change));
    }
    await bed.cluster.apply(STRANGERS);
    const { status, report } = await driftOf(bed);
    const strangers = STRANGERS.map((object) => told({ class: 'extra', object: objectKey(object), field: '' }));
    const expected = [...done.map((slip) => told(slip.expected)), ...strangers];
    const seen = report.drift.map(told);
    none([
      ...expected.filter((one) => !seen.includes(one)).map((one) => `not found: ${one}`),
      ...seen.filter((one) => !expected.includes(one)).map((one) => `not done: ${one}`),
      ...report.drift.filter(isOfSomebodyElse).map((one) => `${told(one)} by ${one.by}`),
    ]);
    if (status !== 1) throw new Error(`exit code ${status}, expected 1`);
    return `${done.length} changes by hand, ${STRANGERS.length} objects that nobody committed`;
  } finally {
    await putBack(bed, finder, done);
  }
}

function told({ class: kind, object, field }: Slip['expected']): string {
  return `${kind} ${object} ${field}`;
}

/** What is there was written by hand; nobody owns what is gone. */
function isOfSomebodyElse({ class: kind, live, by }: DriftReport['drift'][number]): boolean {
  return (kind === 'changed' || kind === 'added') && live !== undefined && by !== BY_HAND;
}

/** What was deleted Argo CD makes anew when the environment settles. */
async function putBack(bed: DeliveredBed, finder: Finder, done: readonly Slip[]): Promise<void> {
  for (const { manifest, change, undo } of done) if (change !== undefined) await bed.cluster.patch(finder.path(manifest), undo);
  for (const object of STRANGERS) await bed.cluster.delete(finder.path(object));
}

/** The kubeconfig of an account that may do nothing. */
async function strangersKubeconfig(bed: DeliveredBed): Promise<string> {
  const { status, stdout, stderr } = await bed.cluster.kubectl(['create', 'token', 'default', '--namespace', 'default']);
  if (status !== 0) throw new Error(`kubectl create token: ${stderr}`);
  const config = load(readFileSync(bed.cluster.kubeconfig, 'utf8')) as { users: { name: string }[] };
  const users = config.users.map(({ name }) => ({ name, user: { token: stdout.trim() } }));
  const file = join(bed.scratch('drifted'), 'kubeconfig');
  writeFileSync(file, dump({ ...config, users }), { mode: 0o600 });
  return file;
}
