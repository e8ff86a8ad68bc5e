import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { selectEnvironments } from '../../cli/environments';
import { Claims, type Result } from './harness/claims';
import { Missing } from './harness/missing';
import { type Programs, programs } from './harness/programs';
import type { ApiServerProof, DeliveredProof, Proof } from './harness/proof';
import { report, table } from './harness/report';
import { type BedProps, DeliveredBed, Testbed } from './harness/testbed';
import { Turns } from './harness/turns';
import { sleep } from './harness/until';
import { proofs } from './proofs';

const PROJECT = join(__dirname, '../..');

interface Options {
  readonly env?: readonly string[];
  readonly proof?: readonly string[];
  readonly json?: boolean;
  readonly keep?: boolean;
  readonly seed: number;
  readonly atOnce: number;
  readonly idle: number;
}

/** What one fresh control plane is used for. */
interface Play {
  readonly environment: string;
  readonly proofs: readonly Proof[];
}

void run();

async function run(): Promise<void> {
  const many = (value: string, before: readonly string[] = []): string[] => [...before, value];
  const command = new Command('npm run e2e --')
    .description('Proves dist on a real kube-apiserver, Argo CD and sealed-secrets controller (docs/proof.md).')
    .option('--env <environment>', 'only this environment; repeatable', many)
    .option('--proof <name>', `only this proof; repeatable: ${proofs.map(({ name }) => name).join(', ')}`, many)
    .option('--json', 'the report as JSON')
    .option('--keep', 'keep logs and state also when all is proved')
    .option('--seed <number>', 'decides the random order', Number, 1)
    .option('--at-once <count>', 'control planes that work at the same time', Number, 2)
    .option('--idle <seconds>', 'how long an environment is watched while nobody changes it', Number, 300)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse();
  try {
    process.exitCode = await prove(command.opts<Options>());
  } catch (error) {
    say(error instanceof Missing ? error.message : `could not prove anything: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 2;
  }
}

async function prove({ env, proof, json = false, keep = false, seed, atOnce, idle }: Options): Promise<number> {
  const started = Date.now();
  const wanted = selectProofs(proof);
  const built = await programs(say);
  const folder = mkdtempSync(join(tmpdir(), 'desired-state-e2e-'));
  const turns = new Turns(atOnce);
  const plays = selectEnvironments(env).flatMap((environment) => playsOf(environment, wanted));
  const results = (
    await Promise.all(
      plays.map((play, index) =>
        perform(play, { turns, built, seed, idleSeconds: idle, folder: join(folder, `${index}-${play.environment}`) }),
      ),
    )
  ).flat();
  const outcome = report(results, built.versions, (Date.now() - started) / 1000, seed);
  process.stdout.write(json ? `${JSON.stringify(outcome, null, 2)}\n` : table(outcome));
  const red = results.some(({ outcome }) => outcome === 'refuted');
  if (red || keep) say(`logs: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
  if (red) return 1;
  return results.some(({ outcome }) => outcome === 'proved') ? 0 : 2;
}

function selectProofs(names: readonly string[] | undefined): readonly Proof[] {
  for (const name of names ?? []) {
    if (!proofs.some((proof) => proof.name === name))
      throw new Missing(`there is no proof "${name}"; there are ${proofs.map(({ name }) => name).join(', ')}`);
  }
  return proofs.filter(({ name }) => names === undefined || names.includes(name));
}

/** Proofs that share a bed, and those that have one alone. */
function playsOf(environment: string, wanted: readonly Proof[]): Play[] {
  const shared = wanted.filter((proof) => proof.on === 'argo-cd' && proof.alone !== true);
  const alone = wanted.filter((proof) => proof.on === 'argo-cd' && proof.alone === true);
  const bare = wanted.filter((proof) => proof.on === 'api-server');
  return [shared, ...alone.map((proof) => [proof]), bare].filter((list) => list.length > 0).map((list) => ({ environment, proofs: list }));
}

interface Staging {
  readonly turns: Turns;
  readonly built: Programs;
  readonly seed: number;
  readonly idleSeconds: number;
  readonly folder: string;
}

async function perform({ environment, proofs: played }: Play, { turns, built, seed, idleSeconds, folder }: Staging): Promise<Result[]> {
  const results: Result[] = [];
  const claimsOf = (proof: string): Claims =>
    new Claims(environment, proof, (result) => {
      results.push(result);
      say(
        `${environment} ${result.proof}: ${result.outcome} ${result.claim}${result.detail === '' ? '' : ` – ${result.detail.slice(0, 300)}`} (${result.seconds.toFixed(1)} s)`,
      );
    });
  await turns.take();
  mkdirSync(folder, { recursive: true });
  const rest = async (seconds: number): Promise<void> => {
    turns.give();
    await sleep(seconds);
    await turns.take();
  };
  const props: BedProps = { programs: built, environment, project: PROJECT, folder, rest, seed, idleSeconds };
  try {
    const bare = played.filter((proof): proof is ApiServerProof => proof.on === 'api-server');
    if (bare.length > 0) await onBed(Testbed.start(props), (bed) => each(bare, (proof) => proof.prove(bed, claimsOf(proof.name))));
    const delivered = played.filter((proof): proof is DeliveredProof => proof.on === 'argo-cd');
    if (delivered.length > 0)
      await onBed(DeliveredBed.boot(props), (bed) => each(delivered, (proof) => proof.prove(bed, claimsOf(proof.name))));
  } catch (error) {
    await claimsOf(played.map(({ name }) => name).join(', ')).that('the proof itself runs to its end', () => {
      throw error;
    });
  } finally {
    turns.give();
  }
  return results;
}

async function onBed<T extends Testbed>(starting: Promise<T>, use: (bed: T) => Promise<void>): Promise<void> {
  const bed = await starting;
  try {
    await use(bed);
  } finally {
    await bed.end();
  }
}

async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await act(item);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
