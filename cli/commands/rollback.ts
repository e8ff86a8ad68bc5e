import { changedInputs, type Environment, type Inputs, inputsOf, type Lock, nearest, parseLock, type Release } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { badRollback, shallowClone, unknownComponent } from '../messages';
import { lockFolder } from '../paths';
import type { Git } from '../ports/git';
import { carryOut, repositoryFor } from '../promotion/carry-out';
import type { Order } from '../promotion/plan';
import { releasesOf, verifyReleases } from '../promotion/release-edits';
import { releaseFile } from '../promotion/release-file';
import { releaseLines, withRelease, withReleaseValue } from '../promotion/release-line';
import { readLedgers, readLocks } from '../records';
import { printOutcome } from '../report/promotion';
import type { Source } from '../scaffold/source';

export interface RollbackOptions {
  readonly env: string;
  readonly to: string;
  readonly rerender?: boolean;
  readonly dryRun?: boolean;
  readonly detached?: boolean;
  readonly json?: boolean;
}

/** What a rollback writes into the class, and what it asks of the synth. */
interface Return {
  readonly after: string;
  readonly release: Release;
  readonly order: Partial<Order>;
}

/** Brings a component of a locked environment back to a version that it held: line, lock and files as they were. */
export async function rollback(component: string, options: RollbackOptions, context: CommandContext): Promise<ExitCode> {
  const { root, fs, terminal } = context;
  const { dryRun = false, detached = false, rerender = false, to } = options;
  const [name] = selectEnvironments([options.env]) as [string];
  const environment = makeEnvironment(name, await loadEnvironment(name));
  const git = repositoryFor(root, detached);
  if (!environment.traits.locked)
    throw badRollback(`${name} is not locked and holds no bytes of before; git revert the commit, or promote the version again`);
  const locks = readLocks(fs, root, name);
  const lock = locks.get(component);
  if (lock === undefined) throw unknownComponent(name, component, nearest(component, [...locks.keys()]), [...locks.keys()]);
  if (lock.digest === undefined)
    throw badRollback(`${name} holds no version of ${component}; shared components and stores go back by git revert`);
  if (lock.version === to) {
    terminal.say(`${name}: holds ${component} ${to} already; nothing to write`);
    return 0;
  }

  const file = releaseFile(fs, root, name);
  const back = rerender ? rerendered(component, to, lock, file, context) : restored(component, to, lock, file, environment, git);
  const order: Order = { root, environment: name, ...back.order };
  const wanted = new Map([[component, back.release]]);
  const verify = (plan: { releases: Readonly<Record<string, Release>> }): void =>
    verifyReleases(file.path, releasesOf(environment), plan.releases, wanted);
  const edits = back.after === file.text ? [] : [{ path: file.path, before: file.text, after: back.after }];
  const outcome = await carryOut({ order, edits, isDry: dryRun, detached, verify }, context);
  printOutcome(
    { subject: `Roll back ${component} to ${to} in ${name}`, environment: name, outcome, isDry: dryRun, json: options.json === true },
    terminal,
  );
  return outcome.code;
}

/** The bytes of then: the newest commit whose lock holds the version. @throws if anything but the release was edited since */
function restored(component: string, to: string, lock: Lock, file: Source, environment: Environment, git: Git): Return {
  const { name } = environment;
  if (git.isShallow()) throw shallowClone();
  const path = `${lockFolder(name)}/${component}.json`;
  const commits = git.history(path);
  const texts = git.texts(commits.map((commit) => `${commit}:${path}`));
  const locks = commits.flatMap((commit) => {
    const text = texts.get(`${commit}:${path}`);
    return text === undefined ? [] : [{ commit, lock: parseLock(text, path) }];
  });
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
  const value = lineAt(git, commit, name, component);
  const after = value === undefined ? withRelease(file, component, release) : withReleaseValue(file, component, value);
  return { after, release, order: { restore: { [component]: { ...then, held: lock.held } }, also: [commit] } };
}

/** Today's base with the version of then. */
function rerendered(component: string, to: string, lock: Lock, file: Source, { fs, root }: CommandContext): Return {
  const entry = readLedgers(fs, root)
    .get(component)
    ?.releases.find(({ version, digest }) => version === to && lock.held.includes(digest));
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
