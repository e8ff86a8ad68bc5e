import { join } from 'node:path';
import { nearest, type Synthesis } from '../lib';
import { selectEnvironments } from './environments';
import { nothingToDelete } from './messages';
import { lockFolder } from './paths';
import type { FileSystem } from './ports/file-system';
import { recordTexts } from './records';

/** Names of the environments that dist has files of. */
export function environmentsInDist(fs: FileSystem, root: string): string[] {
  const dist = join(root, 'dist');
  return fs.kindOf(dist) === 'directory' ? fs.list(dist).filter((name) => fs.kindOf(join(dist, name)) === 'directory') : [];
}

/** Environments that were locked, whose files are in dist, and that envs/index.ts has no more: their loss is asked for, too. */
export function goneEnvironments(fs: FileSystem, root: string, allowed: ReadonlySet<string>): string[] {
  const known = selectEnvironments(undefined);
  return environmentsInDist(fs, root).filter(
    (name) => !known.includes(name) && !allowed.has(name) && recordTexts(fs, root, lockFolder(name)).size > 0,
  );
}

/** @throws a name that may go and that nothing has: a misspelt one would permit nothing, or something else later */
export function refuseUnknown(allowed: ReadonlySet<string>, syntheses: readonly Synthesis[], environments: readonly string[]): void {
  const standings = syntheses.flatMap((synthesis) => synthesis.standings);
  const units = standings.flatMap(({ before }) => before.map(({ unit }) => unit.folder));
  const known = new Set([...standings.map(({ component }) => component), ...units, ...environments]);
  const unknown = [...allowed].find((name) => !known.has(name));
  if (unknown !== undefined) throw nothingToDelete(unknown, nearest(unknown, [...known]));
}
