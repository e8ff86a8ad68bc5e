import { join } from 'node:path';
import { Command, Option } from 'commander';
import { selectEnvironments } from '../../cli/environments';
import { Refusal } from '../../lib';
import { breakCopy, breaks, unseen } from './harness/breaks';
import type { Result } from './harness/claims';
import { OUT_OF_REACH } from './harness/out-of-reach';
import { programs } from './harness/programs';
import { type Report, table } from './harness/report';
import { runProofs } from './harness/runner';
import { STAND_INS, type StandIn } from './harness/stand-ins';
import { Workplace } from './harness/workplace';
import { proofs } from './proofs';

const PROJECT = join(__dirname, '../..');

interface Options {
  readonly env?: readonly string[];
  readonly proof?: readonly string[];
  readonly break?: string;
  readonly build?: boolean;
  readonly json?: boolean;
  readonly keep?: boolean;
  readonly seed: number;
  readonly atOnce: number;
  readonly idle: number;
}

void run();

async function run(): Promise<void> {
  const many = (value: string, before: readonly string[] = []): string[] => [...before, value];
  const command = new Command('npm run e2e --')
    .description('Proves dist on a real kube-apiserver, Argo CD and sealed-secrets controller (docs/proof.md).')
    .option('--env <environment>', 'only this environment; repeatable', many)
    .option('--proof <name>', `only this proof; repeatable: ${proofs.map(({ name }) => name).join(', ')}`, many)
    .addOption(
      new Option('--break <name>', 'prove a copy of dist with one mistake, which must be refuted: exit code 1 if it is').choices(
        breaks.map(({ name }) => name),
      ),
    )
    .option('--build', 'only build the programs, where they are not in the cache')
    .option('--json', 'the report as JSON')
    .option('--keep', 'keep logs also when all is proved')
    .option('--seed <number>', 'decides the random order', wholeNumber, 1)
    .option('--at-once <count>', 'control planes that work at the same time', wholeNumber, 2)
    .option('--idle <seconds>', 'how long an environment is watched while nobody changes it', wholeNumber, 300)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  let code = 2;
  try {
    code = await prove(command.parse().opts<Options>());
  } catch (error) {
    say(error instanceof Refusal ? error.message : `could not prove anything: ${error instanceof Error ? error.stack : error}`);
  }
  // Whatever a bed that broke off still listens to must not keep the run.
  process.stdout.write('', () => process.exit(code));
}

async function prove(options: Options): Promise<number> {
  const { env, proof, break: mistake, build = false, json = false, keep = false, seed, atOnce, idle } = options;
  const started = Date.now();
  const environments = selectEnvironments(env);
  const broken = breaks.find(({ name }) => name === mistake);
  const wanted = selectProofs(proof ?? (broken === undefined ? undefined : [broken.proof]));
  const built = await programs(say);
  if (build) return 0;
  const workplace = new Workplace();
  const { folder } = workplace;
  let red = true;
  const report = (): void => say(`logs, keys of this run included: ${workplace.copy()}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leave(keep ? report : () => {}));
  if (keep) say(`works in ${folder}`);
  try {
    const project = broken === undefined ? PROJECT : join(folder, 'broken');
    if (broken !== undefined) {
      for (const name of environments) say(`${breakCopy(PROJECT, name, project, broken)}: ${broken.does}`);
    }
    const supplied = new Set<StandIn>();
    const supplies = (...what: readonly StandIn[]): void => {
      for (const one of what) supplied.add(one);
    };
    const existing = process.env.KUBECONFIG_E2E || undefined;
    const common = { programs: built, project, existing, folder, seed, atOnce, idleSeconds: idle, supplies };
    const results = await runProofs({ ...common, environments, proofs: wanted, onResult: (result) => say(progress(result)) });
    const whole: Report = {
      results,
      versions: built.versions,
      standIns: [...supplied].sort().map((one) => STAND_INS[one]),
      outOfReach: OUT_OF_REACH,
      seconds: Math.round((Date.now() - started) / 1000),
      seed,
    };
    process.stdout.write(json ? `${JSON.stringify(whole, null, 2)}\n` : table(whole));
    red = results.some(({ outcome }) => outcome === 'refuted');
    if (broken !== undefined) return seen(unseen(broken, results));
    if (red) return 1;
    return results.some(({ outcome }) => outcome === 'proved') ? 0 : 2;
  } finally {
    if (red || keep) report();
  }
}

/** Ends a run that somebody stopped. What it started, its keepers end. */
function leave(report: () => void): void {
  report();
  process.exit(2);
}

function seen(missing: readonly string[]): number {
  for (const line of missing) say(line);
  return missing.length === 0 ? 1 : 2;
}

function selectProofs(names: readonly string[] | undefined): typeof proofs {
  const unknown = names?.find((name) => !proofs.some((proof) => proof.name === name));
  if (unknown !== undefined) throw new Refusal(`there is no proof "${unknown}"; there are ${proofs.map(({ name }) => name).join(', ')}`);
  return proofs.filter(({ name }) => names?.includes(name) ?? true);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new Refusal(`"${text}" is no number; expected digits`);
  return Number(text);
}

function progress({ environment, proof, outcome, claim, detail, seconds }: Result): string {
  const [first = ''] = detail.split('\n');
  return `${environment} ${proof}: ${outcome} ${claim}${first === '' ? '' : ` – ${first.slice(0, 200)}`} (${seconds.toFixed(1)} s)`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
