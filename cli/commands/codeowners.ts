import { type Environment, codeowners as ownersOf } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { regenerate } from '../ports/generated-file';

export interface CodeownersOptions {
  readonly check?: boolean;
}

const PATH = '.github/CODEOWNERS';

/** Writes who owns what, from the catalogue that the environments share. */
export async function codeowners({ check = false }: CodeownersOptions, { root, fs, terminal }: CommandContext): Promise<ExitCode> {
  const environments: Environment[] = [];
  for (const name of selectEnvironments(undefined)) environments.push(makeEnvironment(name, await loadEnvironment(name)));
  const [first] = environments as [Environment];
  const text = ownersOf(first.catalogue, environments);

  const done = regenerate({ fs, root, command: 'codeowners', path: PATH, text }, { check });
  if (!check || done === 'unchanged') {
    terminal.result(`${PATH}: ${done}`);
    return 0;
  }
  terminal.result(`${done === 'added' ? 'missing' : 'changed'} ${PATH}`);
  terminal.say(`${PATH} is not what the catalogue says; run "npm run codeowners" and commit`);
  return 1;
}
