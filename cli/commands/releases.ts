import { nearest } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { unknownComponent } from '../messages';
import { repositoryAt } from '../ports/git';
import { pastLocks } from '../promotion/past';
import { readLedgers, readLocks } from '../records';
import { type HeldRelease, heldReleases, isReleased } from '../releases/held-releases';
import { lineMoved, noHistoryOfLocks, noReleaseOf, standIns } from '../releases/messages';
import { columnLines } from '../report/columns';

export interface ReleasesOptions {
  readonly history?: string;
  readonly json?: boolean;
}

const SHORT = { commit: 8, digest: 'sha256:'.length + 8 };

/** Which version of each component an environment runs and where it came from, or how one component got there. */
export async function releases(asked: string, { history, json = false }: ReleasesOptions, context: CommandContext): Promise<ExitCode> {
  const [name] = selectEnvironments([asked]) as [string];
  const { terminal, fs, root } = context;
  const environment = makeEnvironment(name, await loadEnvironment(name));
  const locks = readLocks(fs, root, name);
  const held = heldReleases({ environment, locks, ledgers: readLedgers(fs, root) });
  if (history !== undefined) {
    if (!environment.traits.locked) throw noHistoryOfLocks(name);
    if (locks.has(history) && !held.some(({ component }) => component === history)) throw noReleaseOf(name, history);
    if (!locks.has(history))
      throw unknownComponent(
        name,
        history,
        nearest(history, [...locks.keys()]),
        held.map(({ component }) => component),
      );
    return printHistory(name, history, json, context);
  }

  const lines = environment.releases();
  const moved = held.flatMap(({ component, version, digest }) => {
    const line = lines.get(component);
    return line === undefined || line.digest === digest ? [] : [lineMoved(name, component, line.version, version)];
  });
  if (json) terminal.result(JSON.stringify({ environment: name, releases: held, moved }, null, 2));
  else
    for (const line of columnLines(['component', 'version', 'image', 'came from', 'before'], held.map(cells)))
      terminal.result(line.trimEnd());
  if (environment.traits.programs === 'stand-ins') terminal.say(standIns(name));
  for (const line of moved) terminal.say(terminal.colour.yellow(line));
  return moved.length > 0 ? 1 : 0;
}

function cells({ component, version, digest, from, hotfix, before }: HeldRelease): string[] {
  return [
    component,
    version,
    `${digest.slice(0, SHORT.digest)}…`,
    hotfix === undefined ? (from ?? '-') : `hotfix ${hotfix}`,
    before.join(', ') || '-',
  ];
}

/** Each commit of the main line that moved the component's lock, newest first. */
function printHistory(name: string, component: string, json: boolean, { root, terminal }: CommandContext): ExitCode {
  const git = repositoryAt(root);
  const past = pastLocks(git, name, component);
  const told = git.told(past.map(({ commit }) => commit));
  const steps = past.flatMap(({ commit, lock }) => {
    if (!isReleased(lock)) return [];
    const { version, digest, promotedFrom: from, hotfix } = lock;
    return [{ commit, ...told.get(commit), version, digest, ...(from !== undefined && { from }), ...(hotfix !== undefined && { hotfix }) }];
  });
  if (json) terminal.result(JSON.stringify({ environment: name, component, steps, isShallow: git.isShallow() }, null, 2));
  else {
    const rows = steps.map(({ commit, day = '', subject = '', version, from, hotfix }) => [
      commit.slice(0, SHORT.commit),
      day,
      version,
      hotfix === undefined ? (from ?? '-') : `hotfix ${hotfix}`,
      subject,
    ]);
    for (const line of columnLines(['commit', 'day', 'version', 'came from', 'by'], rows)) terminal.result(line);
  }
  if (git.isShallow()) terminal.say(terminal.colour.yellow('the clone is shallow, so older steps are missing: git fetch --unshallow'));
  return 0;
}
