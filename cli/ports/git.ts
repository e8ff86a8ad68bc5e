import { spawnSync } from 'node:child_process';
import { gitFailed, notARepository } from '../messages';

/** What commands ask of the repository that the project is in. Paths are those of the project, `/` as separator. */
export interface Git {
  /** Commit that a ref names; undefined if it names none. */
  tryCommit(ref: string): string | undefined;
  /** The newest common commit of two refs; undefined if the history that is here has none. */
  tryMergeBase(a: string, b: string): string | undefined;
  /** Whether older commits are missing from the clone. */
  isShallow(): boolean;
  /** Name of the branch that is checked out; undefined for a detached HEAD. */
  tryBranch(): string | undefined;
  /** Texts by revision and path: `HEAD:dist/dev/README.md`, or `:1:dist/…` for a stage of the index. What is not there is absent. */
  texts(revisions: readonly string[]): Map<string, string>;
  /** Files that are tracked, and those that would be if somebody added them: new ones, not ignored ones. */
  files(): string[];
  /** Id of the blob of each file of a commit below a folder. */
  tree(ref: string, folder: string): Map<string, string>;
  /** Files below folders that are different in the working tree than in a commit, new and ignored ones included. */
  changedSince(ref: string, ...folders: string[]): string[];
  /** Commits by which a file came to be what it is in a commit, newest first; of a merge the merge, not what was merged. @default of HEAD */
  history(path: string, from?: string): string[];
  /** What people read of commits, by their ids. */
  told(commits: readonly string[]): Map<string, Told>;
}

/** A commit in short: the day that it was written, and its first line. */
export interface Told {
  readonly day: string;
  readonly subject: string;
}

/** Whether it is the whole id of a commit, in whichever hash its repository has. */
export function isCommitId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The repository that a folder is in. @throws if there is none, or no git */
export function repositoryAt(root: string): Git {
  const git = tryRepositoryAt(root);
  if (git === undefined) throw notARepository(root);
  return git;
}

/** The repository that a folder is in; undefined if there is none. @throws if there is no git */
export function tryRepositoryAt(root: string): Git | undefined {
  const spawned = (args: readonly string[], input = '') => {
    const { status, stdout, stderr, error } = spawnSync('git', ['-C', root, ...args], {
      input,
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 2 ** 31 - 1,
    });
    if (error !== undefined) throw gitFailed(args, error.message);
    return { status, stdout, stderr };
  };
  const output = (...args: string[]): string => {
    const { status, stdout, stderr } = spawned(args);
    if (status !== 0) throw gitFailed(args, stderr.toString().trim());
    return stdout.toString();
  };
  const tryOutput = (...args: string[]): string | undefined => {
    const { status, stdout } = spawned(args);
    return status === 0 ? stdout.toString().trim() : undefined;
  };
  const names = (...args: string[]): string[] =>
    output(...args)
      .split('\0')
      .filter((name) => name !== '');
  const inside = spawned(['rev-parse', '--is-inside-work-tree']);
  // A repository of somebody else is one, too: git refuses it in words that people have to read.
  if (inside.status !== 0 && /dubious ownership/.test(inside.stderr.toString()))
    throw gitFailed(['rev-parse'], inside.stderr.toString().trim());
  if (inside.stdout.toString().trim() !== 'true') return undefined;

  return {
    tryCommit: (ref) => tryOutput('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`),
    tryMergeBase: (a, b) => tryOutput('merge-base', a, b),
    isShallow: () => output('rev-parse', '--is-shallow-repository').trim() === 'true',
    tryBranch: () => tryOutput('symbolic-ref', '--quiet', '--short', 'HEAD'),
    texts(revisions) {
      const asked = revisions.map((revision) => `${revision.replace(/:(?!.*:)/, ':./')}\n`);
      return revisions.length === 0 ? new Map() : batchOf(revisions, spawned(['cat-file', '--batch'], asked.join('')).stdout);
    },
    files: () => [...new Set(names('ls-files', '--cached', '--others', '--exclude-standard', '-z'))],
    tree(ref, folder) {
      const entries = names('ls-tree', '-r', '-z', ref, '--', `./${folder}/`).map((entry) => /^\S+ blob (\S+)\t(.*)$/s.exec(entry));
      return new Map(entries.flatMap((entry) => (entry === null ? [] : [[entry[2] as string, entry[1] as string]])));
    },
    changedSince(ref, ...folders) {
      const changed = names('diff', '--name-only', '--no-renames', '--relative', '-z', ref, '--', ...folders);
      return [...new Set([...changed, ...names('ls-files', '--others', '-z', '--', ...folders)])].sort();
    },
    history: (path, from = 'HEAD') =>
      output('log', '--first-parent', '--format=%H', from, '--', path)
        .split('\n')
        .filter((commit) => commit !== ''),
    told(commits) {
      if (commits.length === 0) return new Map();
      const lines = output('log', '--no-walk=unsorted', '--format=%H %as %s', ...commits, '--')
        .trim()
        .split('\n');
      return new Map(
        lines.map((line) => /^(\S+) (\S+) (.*)$/.exec(line) ?? []).map(([, id = '', day = '', subject = '']) => [id, { day, subject }]),
      );
    },
  };
}

/** Reads what `git cat-file --batch` answers: a line with id, type and size before each content, or one that ends in `missing`. */
function batchOf(revisions: readonly string[], answer: Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  let at = 0;
  for (const revision of revisions) {
    const end = answer.indexOf('\n', at);
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(answer.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (size === undefined) continue;
    texts.set(revision, answer.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}
