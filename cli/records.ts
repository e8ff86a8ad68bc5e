import { basename, join } from 'node:path';
import {
  type Environment,
  INCIDENTS,
  type Incident,
  type Ledger,
  type Ledgers,
  type Locks,
  type Predecessor,
  parseIncident,
  parseLedger,
  parseLock,
  type Records,
  resumedText,
  sha256,
} from '../lib';
import { changedMeanwhile } from './messages';
import { LEDGERS, lockFolder } from './paths';
import type { FileSystem } from './ports/file-system';
import { readGeneratedTree } from './ports/generated-tree';
import { type Git, repositoryAt, tryRepositoryAt } from './ports/git';
import { predecessorAt } from './predecessor';

export interface RecordsProps {
  readonly fs: FileSystem;
  readonly root: string;
  readonly environment: Environment;
  /** Makes the environment that promotions come from, when it is asked for. */
  readonly follows: (name: string) => Environment;
  /** Commits that may have files too. @default none */
  readonly also?: readonly string[];
  /** Ledgers in place of those that are there. @default none */
  readonly ledgers?: readonly Ledger[];
  /** @default the repository that the root is in */
  readonly git?: Git;
}

/** What the working tree holds of a locked environment, and git where the working tree does not. */
export function recordsOf({ fs, root, environment, follows, also = [], ledgers = [], git }: RecordsProps): Records {
  const { name, traits } = environment;
  const tree = lazily(() => readGeneratedTree(fs, join(root, 'dist', name)).files);
  const before = traits.follows;
  const locksBefore = lazily(() => (before === undefined ? undefined : readLocks(fs, root, before)));
  const treeBefore = lazily(() => (before === undefined ? new Map() : readGeneratedTree(fs, join(root, 'dist', before)).files));
  return {
    locks: readLocks(fs, root, name),
    ledgers: new Map([...readLedgers(fs, root), ...ledgers.map((ledger): [string, Ledger] => [ledger.component, ledger])]),
    follows: before,
    has: (path) => tree().has(path),
    texts: (files) => textsOf(files, `dist/${name}`, tree(), () => git ?? tryRepositoryAt(root), also),
    isHeldBefore: (component, digest) => {
      if (before === undefined) return true;
      const lock = locksBefore()?.get(component);
      return lock === undefined ? [...treeBefore().values()].some((text) => text.includes(digest)) : lock.held.includes(digest);
    },
    predecessor: lazily((): Predecessor | undefined =>
      before === undefined ? undefined : predecessorAt(git ?? repositoryAt(root), 'HEAD', follows(before)),
    ),
  };
}

export function readLedgers(fs: FileSystem, root: string): Ledgers {
  return parsed(recordTexts(fs, root, LEDGERS), parseLedger);
}

export function readLocks(fs: FileSystem, root: string, environment: string): Locks {
  return parsed(recordTexts(fs, root, lockFolder(environment)), parseLock);
}

/** The JSON files of a folder: path in the project → text. */
export function recordTexts(fs: FileSystem, root: string, folder: string): Map<string, string> {
  if (fs.kindOf(join(root, folder)) !== 'directory') return new Map();
  const names = fs.list(join(root, folder)).filter((name) => name.endsWith('.json'));
  return new Map(names.sort().map((name) => [`${folder}/${name}`, fs.read(join(root, folder, name))]));
}

/** Every record of a break-glass, open or closed, of all environments, by id. @throws a file that is none */
export function readIncidents(fs: FileSystem, root: string): Incident[] {
  return [...recordTexts(fs, root, INCIDENTS)].map(([file, text]) => parseIncident(text, file));
}

/** Files of the records of one environment. */
function incidentTexts(fs: FileSystem, root: string, environment: string): [string, string][] {
  return [...recordTexts(fs, root, INCIDENTS)].filter(([path]) => path.startsWith(`${INCIDENTS}/${environment}-INC-`));
}

/** The files that say what an environment is: its locks, its class and its release lines, and who changes it by hand. */
export function recordsAndClass(fs: FileSystem, root: string, environment: string): Map<string, string> {
  const sources = ['index.ts', 'releases.ts'].map((name) => `envs/${environment}/${name}`);
  const there = sources.filter((path) => fs.kindOf(join(root, path)) === 'file');
  return new Map([
    ...incidentTexts(fs, root, environment),
    ...recordTexts(fs, root, lockFolder(environment)),
    ...there.map((path): [string, string] => [path, fs.read(join(root, path))]),
  ]);
}

/** @throws if the files of an environment are not what was read before */
export function confirmRead(fs: FileSystem, root: string, environment: string, read: ReadonlyMap<string, string>): void {
  const now = recordsAndClass(fs, root, environment);
  const changed = [...new Set([...read.keys(), ...now.keys()])].find((path) => read.get(path) !== now.get(path));
  if (changed !== undefined) throw changedMeanwhile(changed);
}

function parsed<T>(texts: ReadonlyMap<string, string>, parse: (text: string, file: string) => T): ReadonlyMap<string, T> {
  return new Map([...texts].map(([file, text]) => [basename(file, '.json'), parse(text, file)]));
}

/** Where git may still have a file: the stages of the index, and what is being merged, reverted, picked or rebased. */
const REVISIONS = [':0', ':1', ':2', ':3', 'HEAD', 'MERGE_HEAD', 'REVERT_HEAD^', 'CHERRY_PICK_HEAD', 'REBASE_HEAD'];

function textsOf(
  files: Readonly<Record<string, string>>,
  folder: string,
  tree: ReadonlyMap<string, string>,
  repository: () => Git | undefined,
  also: readonly string[],
): Map<string, string> {
  const found = new Map<string, string>();
  const take = (path: string, text: string | undefined): void => {
    if (text === undefined || found.has(path)) return;
    // What a break-glass pauses is held as it was before.
    const held = [text, resumedText(text)].find((one) => sha256(one) === files[path]);
    if (held !== undefined) found.set(path, held);
  };
  for (const path of Object.keys(files)) take(path, tree.get(path));
  const missing = Object.keys(files).filter((path) => !found.has(path));
  const git = missing.length > 0 ? repository() : undefined;
  const asked = missing.flatMap((path) =>
    [...REVISIONS, ...also].map((revision): [string, string] => [`${revision}:${folder}/${path}`, path]),
  );
  const texts = git?.texts(asked.map(([revision]) => revision));
  for (const [revision, path] of asked) take(path, texts?.get(revision));
  return found;
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
