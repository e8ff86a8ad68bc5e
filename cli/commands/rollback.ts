import { nearest, type Release } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { badRollback, olderThanGates, unknownComponent } from '../messages';
import { carryOut, repositoryFor } from '../promotion/carry-out';
import type { Order } from '../promotion/plan';
import { verifyReleases } from '../promotion/release-edits';
import { releaseFile } from '../promotion/release-file';
import { rerendered, restored } from '../promotion/way-back';
import { readLedgers, readLocks } from '../records';
import { printOutcome } from '../report/promotion';

export interface RollbackOptions {
  readonly env: string;
  readonly to: string;
  readonly rerender?: boolean;
  readonly dryRun?: boolean;
  readonly detached?: boolean;
  readonly json?: boolean;
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
  const way = { component, to, lock, file, environment, git, ledgers: readLedgers(fs, root) };
  const back = rerender ? rerendered(way) : restored(way);
  const order: Order = { root, environment: name, ...back.order };
  const wanted = new Map([[component, back.release]]);
  const verify = (plan: { releases: Readonly<Record<string, Release>> }): void =>
    verifyReleases(file.path, Object.fromEntries(environment.releases()), plan.releases, wanted);
  const edits = back.after === file.text ? [] : [{ path: file.path, before: file.text, after: back.after }];
  const outcome = await carryOut({ order, edits, isDry: dryRun, detached, verify }, context);
  printOutcome(
    { subject: `Roll back ${component} to ${to} in ${name}`, environment: name, outcome, isDry: dryRun, json: options.json === true },
    terminal,
  );
  if (outcome.code === 1 && !rerender) terminal.say(olderThanGates(component, to));
  return outcome.code;
}
