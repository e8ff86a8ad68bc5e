import { join } from 'node:path';
import { clusterFacts } from '../../envs';
import { type ClusterRanges, type Consequence, consequencesOf, type EnvironmentFile, type FileChange } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { type Components, committedFiles, consequencesOfChanges, currentFiles } from '../environment-files';
import { selectEnvironments } from '../environments';
import { componentsIn } from '../index-file';
import { unknownRef } from '../messages';
import type { FileSystem } from '../ports/file-system';
import { type Git, repositoryAt } from '../ports/git';
import { jsonOf, printConsequences } from '../report/consequences';
import { markdownOf } from '../report/consequences-markdown';
import type { EnvironmentSides } from '../report/html/report';
import { fileChange } from '../report/tree-changes';

export interface DiffOptions {
  readonly base: string;
  readonly format: 'text' | 'markdown' | 'json' | 'html';
  readonly env?: readonly string[];
}

/** Prints what the working tree's `dist` does to the clusters that a commit's `dist` did not. */
export async function diff({ base, format, env }: DiffOptions, { root, fs, terminal }: CommandContext): Promise<ExitCode> {
  const git = repositoryAt(root);
  const commit = git.tryCommit(base);
  if (commit === undefined) throw unknownRef(base);
  const changed = changedFiles(git, commit, root, fs);
  const names = [...changed.keys()];
  const wanted = env?.flatMap((name) => (changed.has(name) ? [name] : selectEnvironments([name])));
  const chosen = ordered(wanted === undefined ? names : names.filter((name) => wanted.includes(name)));
  const facts = chosen.length === 0 ? {} : await clusterFacts();
  const consequences = chosen.flatMap((name) => consequencesIn(name, changed.get(name) as Changed, facts[name]?.ranges, root, fs));

  if (format === 'json') terminal.result(JSON.stringify(jsonOf(consequences), null, 2));
  else if (format === 'text') printConsequences(consequences, terminal);
  else if (consequences.length > 0 && format === 'markdown') terminal.result(markdownOf(consequences, `npm run diff -- --base ${base}`));
  else if (consequences.length > 0) {
    const changes = chosen.map((name): EnvironmentFiles => ({ name, ...(changed.get(name) as Changed), ranges: facts[name]?.ranges }));
    terminal.result(await pageOf(base, changes, consequences, (name) => committedFiles(name, commit, git), { root, fs }));
  }
  if (consequences.length === 0) terminal.say(`dist is as in ${base}`);
  return consequences.length === 0 ? 0 : 1;
}

interface EnvironmentFiles extends Changed {
  readonly name: string;
  readonly ranges: ClusterRanges | undefined;
}

/** The page in HTML, which is loaded for those who ask for it. @param former what an environment was */
async function pageOf(
  base: string,
  changed: readonly EnvironmentFiles[],
  consequences: readonly Consequence[],
  former: (name: string) => readonly EnvironmentFile[],
  { root, fs }: Pick<CommandContext, 'root' | 'fs'>,
): Promise<string> {
  const { htmlOf, pictureOf } = await import('../report/html/report');
  const changes = changed.map(({ name, files, components, ranges }) => {
    const own = consequences.filter(({ environment }) => environment === name);
    const sides = (): EnvironmentSides => ({
      before: former(name),
      after: currentFiles(name, components, root, fs),
      ...(ranges && { ranges }),
    });
    const picture = own.some(({ risk }) => risk === 'reachability') ? pictureOf(name, sides()) : undefined;
    return { name, files, consequences: own, ...(picture && { picture }) };
  });
  return htmlOf(base, changes, root, fs);
}

/** In the order of promotion; what is no environment any more, and files outside of all, come last. */
function ordered(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const known = selectEnvironments(undefined);
  return [...known.filter((name) => names.includes(name)), ...names.filter((name) => !known.includes(name)).sort()];
}

/** What is different in an environment. */
interface Changed {
  readonly files: readonly FileChange[];
  /** Of all its files, now and before. */
  readonly components: Components;
}

function consequencesIn(
  environment: string,
  { files, components }: Changed,
  ranges: ClusterRanges | undefined,
  root: string,
  fs: FileSystem,
): Consequence[] {
  if (environment === '') return consequencesOf(environment, files, () => []);
  return consequencesOfChanges(environment, files, () => currentFiles(environment, components, root, fs), ranges);
}

/** What is different, by environment; under an empty name what lies in `dist` itself. Git tells what changed without reading the rest. */
function changedFiles(git: Git, commit: string, root: string, fs: FileSystem): Map<string, Changed> {
  const paths = git.changedSince(commit, 'dist');
  const changed = new Map<string, Changed>();
  if (paths.length === 0) return changed;
  const blobs = git.tree(commit, 'dist');
  const environments = new Set(paths.map(environmentOf));
  const indexes = [...environments].map((name) => `dist/${name}/index.json`);
  const texts = git.texts([...new Set([...paths, ...indexes].flatMap((path) => blobs.get(path) ?? []))]);
  const old = (path: string): string | undefined => texts.get(blobs.get(path) ?? '');
  const current = (path: string): string | undefined => textAt(fs, join(root, path));

  for (const name of environments) {
    const index = `dist/${name}/index.json`;
    const components = new Map([...componentsIn(old(index)), ...componentsIn(current(index))]);
    const files = paths
      .filter((path) => environmentOf(path) === name)
      .flatMap((path) => {
        const below = path.slice(name === '' ? 'dist/'.length : `dist/${name}/`.length);
        return fileChange(below, components.get(below) ?? '', old(path), current(path));
      });
    if (files.length > 0) changed.set(name, { files, components });
  }
  return changed;
}

/** The first folder below `dist`. */
function environmentOf(path: string): string {
  const [, name = '', rest] = path.split('/');
  return rest === undefined ? '' : name;
}

/** What is no regular file is not followed, and holds nothing. */
function textAt(fs: FileSystem, path: string): string | undefined {
  const kind = fs.kindOf(path);
  return kind === undefined || kind === 'directory' ? undefined : kind === 'file' ? fs.read(path) : '';
}
