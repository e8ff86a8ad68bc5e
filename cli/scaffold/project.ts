import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import type { Environment } from '../../lib';
import type { CommandContext } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { doesNotRender } from '../messages';
import { apply, type Change } from '../ports/changes';
import type { Taken } from './names';
import type { Source } from './source';

/** Most lines of the class of an environment. */
export const PAGE = 60;

export async function allEnvironments(): Promise<Environment[]> {
  const made: Environment[] = [];
  for (const name of selectEnvironments(undefined)) made.push(makeEnvironment(name, await loadEnvironment(name)));
  return made;
}

/** Reads a file of the project. */
export function sourceAt({ root, fs }: CommandContext, path: string): Source {
  return { path, text: fs.read(join(root, path)) };
}

export function trySourceAt(context: CommandContext, path: string): Source | undefined {
  return context.fs.kindOf(join(context.root, path)) === 'file' ? sourceAt(context, path) : undefined;
}

export function changeOf({ path, text }: Source, after: string): Change {
  return { path, before: text, after };
}

/** Everything that a new name could be mistaken for. */
export function takenNames(context: CommandContext, environments: readonly Environment[], folders: readonly string[]): Taken {
  const paths = folders.map((folder): [string, string[]] => [folder, namesIn(context, folder)]);
  return { environments, paths: Object.fromEntries(paths), door: sourceAt(context, 'lib/index.ts').text };
}

function namesIn({ root, fs }: CommandContext, folder: string): string[] {
  if (fs.kindOf(join(root, folder)) !== 'directory') return [];
  return fs.list(join(root, folder)).map((name) => basename(name).replace(/(?:\.test)?\.\w+$/, ''));
}

export function lineCount(text: string): number {
  return text.trimEnd().split(/\r?\n/).length;
}

const OWNERS = '.github/CODEOWNERS';

/**
 * Makes the changes and what is generated from them: CODEOWNERS, if there is one, and dist. All of the sources or none.
 * It takes a program made of the new sources to do that, hence the launcher.
 */
export function publishChanges(context: CommandContext, changes: readonly Change[]): void {
  const { root, fs, terminal } = context;
  const owners = trySourceAt(context, OWNERS);
  const undo = apply(fs, root, changes);
  const commands = owners === undefined ? ['synth'] : ['codeowners', 'synth'];
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'cli/launcher.js'), command], {
      cwd: root,
      env: { ...context.environment, CDK8S_OUTDIR: '' },
      encoding: 'utf8',
    });
    if (status === 0) {
      terminal.say(stderr.trimEnd());
      continue;
    }
    undo();
    if (owners !== undefined && fs.read(join(root, OWNERS)) !== owners.text) {
      apply(fs, root, [{ path: OWNERS, before: fs.read(join(root, OWNERS)), after: owners.text }]);
    }
    throw doesNotRender(`${stdout}${stderr}`);
  }
}

/** Prints what was written, and what comes next. */
export function report({ terminal }: CommandContext, changes: readonly Change[], next: readonly string[], json: boolean | undefined): void {
  const paths = (isNew: boolean): string[] => changes.filter(({ before }) => (before === undefined) === isNew).map(({ path }) => path);
  if (json) {
    terminal.result(JSON.stringify({ added: paths(true), changed: paths(false), next }, null, 2));
    return;
  }
  for (const path of paths(true)) terminal.result(`added   ${path}`);
  for (const path of paths(false)) terminal.result(`changed ${path}`);
  for (const step of next) terminal.say(`next: ${step}`);
}
