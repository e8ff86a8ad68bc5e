import { changedInputs, type Environment, type Inputs, inputsOf, type Ledgers, type Lock, ledgerProblem, type Release } from '../../lib';
import { badRollback, shallowClone } from '../messages';
import type { Git } from '../ports/git';
import type { Source } from '../scaffold/source';
import { pastLocks } from './past';
import type { Order } from './plan';
import { releaseLines, withRelease, withReleaseValue } from './release-line';

/** What a rollback writes into the class, and what it asks of the synth. */
export interface WayBack {
  readonly after: string;
  readonly release: Release;
  readonly order: Partial<Order>;
}

export interface WayBackProps {
  readonly component: string;
  /** Version. */
  readonly to: string;
  /** What the environment holds now. */
  readonly lock: Lock;
  /** The file with its release lines. */
  readonly file: Source;
  readonly environment: Environment;
  readonly git: Git;
  readonly ledgers: Ledgers;
}

/** The bytes of then: the newest commit whose lock holds the version. @throws if anything but the release was edited since */
export function restored({ component, to, lock, file, environment, git, ledgers }: WayBackProps): WayBack {
  const { name } = environment;
  if (git.isShallow()) throw shallowClone();
  const locks = pastLocks(git, name, component);
  const found = locks.find((past) => past.lock.version === to);
  if (found === undefined) {
    const versions = [...new Set(locks.map((past) => past.lock.version))].join(', ');
    throw badRollback(`no commit has ${component} ${to} in ${name}; its versions there are ${versions}`);
  }
  const { commit, lock: then } = found;
  const now = inputsOf(environment.overrides().get(component) ?? {});
  const edited = changedInputs(without(then.inputs), without(now));
  if (edited.length > 0) {
    throw badRollback(
      `${edited.join(', ')} of ${component} in ${file.path} changed since ${commit.slice(0, 12)}, whose bytes say otherwise; put that back first, or say --rerender for today's files with the version of then`,
    );
  }
  const { version, digest, hotfix } = then as Lock & Release;
  const release = { version, digest, ...(hotfix !== undefined && { hotfix }) };
  const problem = ledgerProblem(component, release, ledgers);
  if (problem !== undefined) throw badRollback(`${commit.slice(0, 12)} holds ${component} ${to}, but ${problem}`);
  const value = lineAt(git, commit, name, component);
  const after = value === undefined ? withRelease(file, component, release) : withReleaseValue(file, component, value);
  return { after, release, order: { restore: { [component]: { ...then, held: lock.held } }, also: [commit] } };
}

/** Today's base with the version of then. */
export function rerendered({ component, to, lock, file, ledgers }: WayBackProps): WayBack {
  const entry = ledgers.get(component)?.releases.find(({ version, digest }) => version === to && lock.held.includes(digest));
  if (entry === undefined) throw badRollback(`${component} ${to} was never held here, by the lock and the ledger; promote it instead`);
  const release = { version: entry.version, digest: entry.digest };
  return { after: withRelease(file, component, release), release, order: { promote: [component], asHeldHere: [component] } };
}

function without({ release: _, ...others }: Inputs): Inputs {
  return others;
}

/** What a release line said in a commit. */
function lineAt(git: Git, commit: string, environment: string, component: string): string | undefined {
  const paths = [`envs/${environment}/releases.ts`, `envs/${environment}/index.ts`];
  const texts = git.texts(paths.map((path) => `${commit}:${path}`));
  const [path] = paths.filter((each) => texts.has(`${commit}:${each}`));
  const source = path === undefined ? undefined : { path, text: texts.get(`${commit}:${path}`) as string };
  return source && releaseLines(source).find((line) => line.component === component)?.value;
}
