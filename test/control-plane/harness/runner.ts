import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../../lib';
import { Claims, type Result, RUNS_TO_ITS_END } from './claims';
import { DeliveredBed } from './delivered-bed';
import { type ApiServerProof, DELIVERED_BEDS, type DeliveredProof, type Proof } from './proof';
import { type BedProps, Testbed } from './testbed';
import { Turns } from './turns';
import { sleep } from './until';

export interface RunProps extends Omit<BedProps, 'environment' | 'rest' | 'isUp'> {
  readonly environments: readonly string[];
  readonly proofs: readonly Proof[];
  /** Control planes that start and sync at the same time. */
  readonly atOnce: number;
  readonly onResult: (result: Result) => void;
}

/** Turns of a bed that starts and syncs, which keeps processors busy, and of one whose proofs mostly wait for what happens in it. */
const BUSY = 2;
const WAITING = 1;

/** What one fresh control plane is used for. */
interface Play {
  readonly environment: string;
  readonly proofs: readonly Proof[];
}

/** Tries the claims of every proof on every environment; what breaks off is refuted, never left out. */
export async function runProofs(props: RunProps): Promise<Result[]> {
  const { environments, proofs, existing, atOnce, folder } = props;
  const here = existing === undefined ? proofs : proofs.filter(({ on }) => on === 'api-server');
  const skipped = environments.flatMap((environment) => skips(environment, proofs, here, props));
  const plays = playsOf(environments, here);
  // A cluster that exists is one bed for all.
  const turns = new Turns(existing === undefined ? atOnce * BUSY : BUSY);
  const run: Run = { ...props, turns, refusal: undefined };
  const results = await Promise.all(plays.map((play, index) => perform(play, run, join(folder, `${index + 1}-${play.environment}`))));
  if (run.refusal !== undefined) throw run.refusal;
  return [...skipped, ...results.flat()];
}

/** What all plays of a run share. */
interface Run extends RunProps {
  readonly turns: Turns;
  /** Why nothing more is tried. */
  refusal: Refusal | undefined;
}

const REAL_NODES = 'KUBECONFIG_E2E names a cluster with real nodes, which would pull images of a private registry';

/** Proofs that an environment does without, with the reason. */
function skips(environment: string, proofs: readonly Proof[], here: readonly Proof[], { onResult }: RunProps): Result[] {
  return proofs.flatMap((proof) => {
    const claims = new Claims(environment, proof.name, onResult);
    const reason = here.includes(proof) ? proof.spares?.[environment] : REAL_NODES;
    if (reason !== undefined) claims.skip(proof.shows, reason);
    return claims.results;
  });
}

/** Beds that are left in peace come first: meanwhile the others have their turns. */
function playsOf(environments: readonly string[], proofs: readonly Proof[]): Play[] {
  const bare = proofs.filter(({ on }) => on === 'api-server');
  const delivered = DELIVERED_BEDS.map((bed) => proofs.filter((proof) => proof.on === 'argo-cd' && proof.bed === bed));
  return [...delivered, bare].flatMap((list) =>
    environments.flatMap((environment) => {
      const asked = list.filter(({ spares = {} }) => spares[environment] === undefined);
      return asked.length === 0 ? [] : [{ environment, proofs: asked }];
    }),
  );
}

async function perform({ environment, proofs }: Play, run: Run, folder: string): Promise<Result[]> {
  const { turns } = run;
  const results: Result[] = [];
  const claimsOf = ({ name }: Proof): Claims =>
    new Claims(environment, name, (result) => {
      results.push(result);
      run.onResult(result);
    });
  let held = BUSY;
  const give = (count: number): void => {
    turns.give(count);
    held -= count;
  };
  await turns.take(held);
  const rest = async (seconds: number): Promise<void> => {
    give(held);
    await sleep(seconds);
    await turns.take(WAITING);
    held = WAITING;
  };
  try {
    if (run.refusal !== undefined) return [];
    mkdirSync(folder, { recursive: true });
    await playOn({ ...run, environment, folder, rest, isUp: () => give(Math.max(0, held - WAITING)) }, proofs, claimsOf);
  } catch (error) {
    if (error instanceof Refusal) run.refusal = error;
    else await refute(proofs, claimsOf, error);
  } finally {
    turns.give(held);
  }
  return results;
}

/** All proofs of a play stand on the same kind of bed. */
async function playOn(props: BedProps, proofs: readonly Proof[], claimsOf: (proof: Proof) => Claims): Promise<void> {
  const delivered = proofs.filter((proof): proof is DeliveredProof => proof.on === 'argo-cd');
  const bare = proofs.filter((proof): proof is ApiServerProof => proof.on === 'api-server');
  if (delivered.length > 0) await onBed(await DeliveredBed.boot(props), delivered, claimsOf);
  else await onBed(await Testbed.start(props), bare, claimsOf);
}

/** Where a proof breaks off the bed may be in any state: those that come after it are not tried, and say so. */
async function onBed<B extends Testbed, P extends Proof & { prove(bed: B, claims: Claims): Promise<void> }>(
  bed: B,
  proofs: readonly P[],
  claimsOf: (proof: P) => Claims,
): Promise<void> {
  try {
    for (const [index, proof] of proofs.entries()) {
      try {
        await proof.prove(bed, claimsOf(proof));
        bed.processes.check();
      } catch (error) {
        await refute([proof], claimsOf, error);
        return await refute(proofs.slice(index + 1), claimsOf, new Error(`not tried, because ${proof.name} broke off`));
      }
    }
  } finally {
    await bed.end();
  }
}

async function refute<P extends Proof>(proofs: readonly P[], claimsOf: (proof: P) => Claims, error: unknown): Promise<void> {
  for (const proof of proofs) {
    await claimsOf(proof).that(RUNS_TO_ITS_END, () => {
      throw error;
    });
  }
}
