import { join, relative, resolve } from 'node:path';
import { type Environment, nearest, Refusal } from '../../lib';
import { type StackName, stackOf, writeStack, writeStackManifest } from '../cluster/stack-files';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';

export interface SynthStacksOptions {
  readonly out: string;
  readonly stack?: readonly string[];
}

/** Where the stacks go if nobody says; cdktf's command line says it by a variable. */
const OUT = 'cdktf.out';

const NAMES: readonly StackName[] = ['local', 'hybrid'];

/** Writes the Terraform stacks, each by the first environment in the order of promotion that it seeds. */
export async function synthStacks(
  { out, stack }: SynthStacksOptions,
  { fs, root, terminal, environment }: CommandContext,
): Promise<ExitCode> {
  const names = stack === undefined ? NAMES : stacksNamed(stack);
  const folder = out === OUT ? resolve(root, environment.CDKTF_OUTDIR || OUT) : resolve(out);
  for (const name of names) {
    const seeded = await firstSeededBy(name);
    const written = await writeStack({ fs, root, environment: seeded, name, out: folder });
    terminal.result(`${join(relative(process.cwd(), written) || '.', 'cdk.tf.json')}: ${name}, with the facts of ${seeded.name}`);
  }
  await writeStackManifest(fs, folder, names);
  return 0;
}

function stacksNamed(asked: readonly string[]): StackName[] {
  for (const name of asked) {
    if (NAMES.some((known) => known === name)) continue;
    const best = nearest(name, [...NAMES]);
    throw new Refusal(`--stack ${name}: ${best === undefined ? `there are ${NAMES.join(', ')}` : `did you mean "${best}"?`}`);
  }
  return NAMES.filter((name) => asked.includes(name));
}

async function firstSeededBy(name: StackName): Promise<Environment> {
  for (const id of selectEnvironments(undefined)) {
    const made = makeEnvironment(id, await loadEnvironment(id));
    if (stackOf(made) === name) return made;
  }
  throw new Refusal(`--stack ${name}: no environment of envs/ is seeded by it; name another one`);
}
