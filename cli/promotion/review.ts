import {
  blockedBy,
  blockedRemark,
  type Finding,
  findingOf,
  historyFindings,
  type Incident,
  isHeld,
  isOpen,
  type Lock,
  type Locks,
  ledgerRemarks,
  noLongerLocked,
  render,
  renderingsOf,
  review,
  sha256,
} from '../../lib';
import type { CommandContext } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { noBase, shallowClone } from '../messages';
import { type Git, repositoryAt } from '../ports/git';
import { incidentsAt, ledgersAt, locksAt, predecessorAt } from '../predecessor';
import { readIncidents, readLedgers, readLocks } from '../records';
import { pastLocks } from './past';

/** What a branch did to locks, ledgers and records of changes by hand since it left another, which pull requests ask. @throws for a clone without that history */
export async function reviewSince(ref: string, names: readonly string[] | undefined, { fs, root }: CommandContext): Promise<Finding[]> {
  const git = repositoryAt(root);
  if (git.isShallow()) throw shallowClone();
  const base = git.tryMergeBase(ref, 'HEAD');
  if (base === undefined) throw noBase(ref);
  const ledgers = readLedgers(fs, root);
  const incidents = readIncidents(fs, root);
  const findings = [
    ...ledgerRemarks(ledgersAt(git, base), ledgers).map((remark) => findingOf('', remark)),
    ...historyFindings(incidentsAt(git, base), incidents),
  ];
  for (const name of names === undefined ? goneEnvironments(git, base) : []) findings.push(findingOf(name, noLongerLocked(name)));
  for (const name of selectEnvironments(names)) {
    const environment = makeEnvironment(name, await loadEnvironment(name));
    const { locked, follows } = environment.traits;
    const locks = locksAt(git, base, name);
    if (!locked) {
      if (locks.size > 0) findings.push(findingOf(name, noLongerLocked(name)));
      continue;
    }
    const predecessor =
      follows === undefined ? undefined : predecessorAt(git, base, makeEnvironment(follows, await loadEnvironment(follows)));
    const remarks = review({
      environment: name,
      before: locks,
      after: readLocks(fs, root, name),
      renderings: renderingsOf(render(environment), environment.overrides()),
      ledgers,
      predecessor,
      past: (lock) => pastOf(git, base, name, lock),
    });
    findings.push(...remarks.map((remark) => findingOf(name, remark)));
    const past = (lock: Lock): Lock[] => pastOf(git, base, name, lock);
    findings.push(...blockedMoves(name, { before: locks, after: readLocks(fs, root, name), past, incidents }));
  }
  return findings;
}

interface Moves {
  readonly before: Locks;
  readonly after: Locks;
  past(lock: Lock): Lock[];
  readonly incidents: readonly Incident[];
}

/** Locks that moved although somebody changes the environment by hand; what was held before may come back. */
function blockedMoves(environment: string, { before, after, past, incidents }: Moves): Finding[] {
  const open = incidents.filter((incident) => incident.environment === environment && isOpen(incident));
  if (open.length === 0) return [];
  const moved = [...after.values()].filter(({ component, files }) => {
    const old = before.get(component);
    return old === undefined || !isHeld(files, old);
  });
  const verdicts = moved.map((lock) => {
    const { component, digest, hotfix } = lock;
    const old = before.get(component);
    const isReturn = (digest !== undefined && digest !== old?.digest && old?.held.includes(digest) === true) || past(lock).length > 0;
    return { lock, incident: blockedBy({ component, isReturn, ...(hotfix !== undefined && { hotfix }) }, open) };
  });
  // What has no version may have been taken along by what may move.
  const isTaking = verdicts.some(({ incident }) => incident === undefined);
  return verdicts.flatMap(({ lock: { component, version }, incident }) =>
    incident === undefined || (isTaking && version === undefined)
      ? []
      : [findingOf(environment, blockedRemark(environment, component, incident))],
  );
}

/** Environments that the base has locks of and that are none any more. */
function goneEnvironments(git: Git, base: string): string[] {
  const locked = [...git.tree(base, 'envs').keys()].flatMap((path) => /^envs\/([^/]+)\/lock\/[^/]+\.json$/.exec(path)?.[1] ?? []);
  return [...new Set(locked)].filter((name) => !selectEnvironments(undefined).includes(name));
}

/**
 * The locks by which the base has held the same release and files, now or earlier; where no lock said so yet, what it says of
 * files that dist has at the base.
 */
function pastOf(git: Git, base: string, environment: string, lock: Lock): Lock[] {
  const past = pastLocks(git, environment, lock.component, base).map((each) => each.lock);
  if (past.length > 0) return past.filter((each) => each.digest === lock.digest && isHeld(lock.files, each));
  const files = Object.entries(lock.files).map(([file, digest]): [string, string] => [`${base}:dist/${environment}/${file}`, digest]);
  const texts = git.texts(files.map(([revision]) => revision));
  const wasInDist = files.every(([revision, digest]) => sha256(texts.get(revision) ?? '') === digest);
  const { promotedFrom: _, hotfix: __, ...adopted } = lock;
  return wasInDist ? [adopted] : [];
}
