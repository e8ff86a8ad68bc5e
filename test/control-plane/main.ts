import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { selectEnvironments } from '../../cli/environments';
import { Refusal } from '../../lib';
import { breakCopy, breaks } from './harness/breaks';
import type { Result } from './harness/claims';
import { programs } from './harness/programs';
import { report, table } from './harness/report';
import { runProofs } from './harness/runner';
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
      new Option('--break <name>', 'prove a copy of dist with one mistake, which must turn it red').choices(breaks.map(({ name }) => name)),
    )
    .option('--build', 'only build the programs, where they are not in the cache')
    .option('--json', 'the report as JSON')
    .option('--keep', 'keep logs and state also when all is proved')
    .option('--seed <number>', 'decides the random order', wholeNumber, 1)
    .option('--at-once <count>', 'control planes that work at the same time', wholeNumber, 2)
    .option('--idle <seconds>', 'how long an environment is watched while nobody changes it', wholeNumber, 300)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  try {
    process.exitCode = await prove(command.parse().opts<Options>());
  } catch (error) {
    say(error instanceof Refusal ? error.message : `could not prove anything: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 2;
  }
}

async function prove({
  env,
  proof,
  break: mistake,
  build = false,
  json = false,
  keep = false,
  seed,
  atOnce,
  idle,
}: Options): Promise<number> {
  const started = Date.now();
  const environments = selectEnvironments(env);
  const broken = breaks.find(({ name }) => name === mistake);
  const wanted = selectProofs(proof ?? (broken === undefined ? undefined : [broken.proof]));
  const built = await programs(say);
  if (build) return 0;
  const folder = mkdtempSync(join(tmpdir(), 'desired-state-e2e-'));
  const project = broken === undefined ? PROJECT : join(folder, 'broken');
  if (broken !== undefined) {
    for (const name of environments) say(`${breakCopy(PROJECT, name, project, broken)}: ${broken.does}`);
  }
  const existing = process.env.KUBECONFIG_E2E;
  const common = { programs: built, project, existing, folder, seed, atOnce, idleSeconds: idle };
  const results = await runProofs({ ...common, environments, proofs: wanted, onResult: (result) => say(progress(result)) });
  const whole = report(results, built.versions, (Date.now() - started) / 1000, seed);
  process.stdout.write(json ? `${JSON.stringify(whole, null, 2)}\n` : table(whole));
  const red = results.some(({ outcome }) => outcome === 'refuted');
  if (red || keep) say(`logs: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
  if (red) return 1;
  return results.some(({ outcome }) => outcome === 'proved') ? 0 : 2;
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
