import { type Claims, none } from '../harness/claims';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { Sealing } from '../harness/sealing';
import { until } from '../harness/until';
import { argoHealth } from './argo-health';
import { misjudged, type Recovery } from './recovery';
import { type Case, cases } from './sealed-cases';
import { SCOPES, sealFiles } from './sealed-files';
import { complaintOf, isJudged, liveOf, wrongs } from './unsealed';

export const OPENED = `the real controller opens what npm run seal sealed (${SCOPES.join(', ')}), wherever its scope permits`;
export const REFUSED = 'the real controller refuses a wrong scope, name, namespace, certificate or bit, and makes no Secret';
export const DEGRADED = 'Argo CD calls a SealedSecret that is refused Degraded, with what the controller says, and others Healthy';
export const OFFLINE = 'kubeseal --recovery-unseal opens and refuses the same';

/** Where files are sealed for, and where some are moved to: namespaces of this proof alone, which nothing else watches. */
const [HERE, ELSEWHERE] = ['e2e-sealed-here', 'e2e-sealed-elsewhere'];

/** Claims what becomes of files that the command line seals, where they belong and where they do not. Leaves nothing. */
export async function sealedAnew(bed: DeliveredBed, { certificate }: Sealing, recovery: Recovery, claims: Claims): Promise<void> {
  const namespaces = [HERE, ELSEWHERE].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  await bed.cluster.apply(namespaces);
  try {
    const all = cases(await sealFiles(bed, certificate, HERE), ELSEWHERE);
    await bed.cluster.apply(all.map((one) => one.sealed));
    await judged(bed, await judgements(bed, all), claims);
    await claims.that(OFFLINE, async () => {
      none(await misjudged(recovery, all));
      return `${all.filter(({ opens }) => opens).length} opened, ${all.filter(({ opens }) => !opens).length} refused`;
    });
  } finally {
    for (const namespace of [HERE, ELSEWHERE]) await gone(bed, `/api/v1/namespaces/${namespace}`);
  }
}

interface Judged extends Case {
  readonly live: Live;
}

async function judged(bed: DeliveredBed, all: readonly Judged[], claims: Claims): Promise<void> {
  const [opening, refusing] = [all.filter(({ opens }) => opens), all.filter(({ opens }) => !opens)];
  await claims.that(OPENED, async () => {
    const problems = opening.map(async ({ sealed, live, values }) => wrongs(sealed, live, await liveOf(bed, 'secrets', sealed), values));
    none((await Promise.all(problems)).flat());
    return opening.map(({ what }) => what).join(', ');
  });
  await claims.that(REFUSED, async () => {
    const problems = refusing.map(async ({ what, sealed, live }) => [
      ...(complaintOf(live) ? [] : [`${what}: the controller does not say that it refuses it`]),
      ...((await liveOf(bed, 'secrets', sealed)) === undefined ? [] : [`${what}: there is a Secret`]),
    ]);
    none((await Promise.all(problems)).flat());
    return refusing.map(({ what, live }) => `${what}: ${complaintOf(live)}`).join(', ');
  });
  await claims.that(DEGRADED, async () => {
    for (const { what, opens, live } of all) {
      const { status, message } = await argoHealth(bed, live);
      const due = opens ? status === 'Healthy' : status === 'Degraded' && message === complaintOf(live);
      if (!due) throw new Error(`${what} is ${status}: ${message}`);
    }
    return `${refusing.length} Degraded, ${opening.length} Healthy`;
  });
}

/** Waits until the controller has come to each. @throws with those that it says nothing of */
async function judgements(bed: DeliveredBed, all: readonly Case[]): Promise<Judged[]> {
  let silent: readonly Case[] = all;
  return until(
    async () => {
      const found = await Promise.all(all.map(async (one) => ({ ...one, live: await liveOf(bed, 'sealedsecrets', one.sealed) })));
      silent = found.filter(({ live }) => !isJudged(live));
      return silent.length === 0 ? (found as Judged[]) : undefined;
    },
    { within: 60, what: () => `the controller to judge ${silent.map(({ what }) => what).join(', ')}` },
  );
}

async function gone({ cluster }: DeliveredBed, path: string): Promise<void> {
  await cluster.delete(path);
  await until(async () => (await cluster.get(path)) === undefined, { within: 60, what: `${path} to go` });
}
