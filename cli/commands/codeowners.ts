import { dirname, join } from 'node:path';
import { type Environment, codeowners as ownersOf } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { foreignOwners } from '../messages';
import type { FileSystem } from '../ports/file-system';

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

  const file = join(root, PATH);
  const current = committed(fs, file, text.slice(0, text.indexOf('\n') + 1));
  if (current === text) {
    terminal.result(`${PATH}: unchanged`);
    return 0;
  }
  if (check) {
    terminal.result(`${current === undefined ? 'missing' : 'changed'} ${PATH}`);
    terminal.say(`${PATH} is not what the catalogue says; run "npm run codeowners" and commit`);
    return 1;
  }
  replace(fs, file, text);
  terminal.result(`${PATH}: ${current === undefined ? 'added' : 'changed'}`);
  return 0;
}

/** The file that is there. @throws one that this command did not make */
function committed(fs: FileSystem, file: string, marker: string): string | undefined {
  const kind = fs.kindOf(file);
  if (kind === undefined) return undefined;
  const text = kind === 'file' ? fs.read(file) : '';
  if (!text.startsWith(marker)) throw foreignOwners(PATH, kind);
  return text;
}

function replace(fs: FileSystem, file: string, text: string): void {
  const temporary = `${file}.${process.pid}`;
  fs.makeDirectory(dirname(file));
  fs.write(temporary, text);
  fs.rename(temporary, file);
}
