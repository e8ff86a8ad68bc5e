import { join } from 'node:path';
import type { CommandContext, ExitCode } from '../command';
import { alreadyDirty, detachedHead, nothingCommitted } from '../messages';
import type { Change } from '../ports/changes';
import { readGeneratedTree } from '../ports/generated-tree';
import { type Git, repositoryAt } from '../ports/git';
import { publish } from '../ports/publish';
import { confirmRead, recordsAndClass } from '../records';
import { printFindings } from '../report/findings';
import { isMoving, printMoves } from '../report/standings';
import type { Order, Plan } from './plan';
import { plannedWith } from './trial';

export interface Undertaking {
  readonly order: Order;
  /** Files that are edited besides the locks: the class, a ledger. */
  readonly edits: readonly Change[];
  /** Whether the plan is only shown. */
  readonly isDry: boolean;
  /** Whether a detached HEAD is fine. */
  readonly detached: boolean;
  /** Refuses a plan that does not do what was asked. */
  readonly verify?: (plan: Plan) => void;
}

/** What was carried out, for the report. `paths` is empty where everything was so already. */
export interface Outcome {
  readonly code: ExitCode;
  readonly plan: Plan;
  readonly paths: readonly string[];
  /** Files of the environment before, by path below its folder. */
  readonly before: ReadonlyMap<string, string>;
}

/** The repository, if a promotion may be made in it. @throws for a detached HEAD, whose commits nobody finds again */
export function repositoryFor(root: string, detached: boolean): Git {
  const git = repositoryAt(root);
  if (git.tryCommit('HEAD') === undefined) throw nothingCommitted();
  if (!detached && git.tryBranch() === undefined) throw detachedHead();
  return git;
}

/**
 * Plans, judges and writes: class, ledger, locks and dist together, or nothing.
 * @throws for files with changes that are not committed, which would be mixed up with those of the promotion
 */
export async function carryOut(undertaking: Undertaking, { fs, root, terminal }: CommandContext): Promise<Outcome> {
  const { order, edits, isDry, detached, verify } = undertaking;
  const { environment } = order;
  const git = repositoryFor(root, detached);
  const read = recordsAndClass(fs, root, environment);
  const plan = await plannedWith(edits, order);
  verify?.(plan);
  printFindings(plan.findings, terminal);
  const dist = join(root, 'dist');
  const { files: tree } = readGeneratedTree(fs, join(dist, environment));
  const files = new Map(plan.files);
  if (plan.isRed) return { code: 1, plan, paths: [], before: tree };

  const changed = [...new Set([...files.keys(), ...tree.keys()])].filter((path) => files.get(path) !== tree.get(path));
  const changes = [...edits, ...plan.locks];
  const paths = [...changes.map(({ path }) => path), ...changed.map((path) => `dist/${environment}/${path}`)];
  const outcome: Outcome = { code: 0, plan, paths, before: tree };
  if (paths.length === 0) return outcome;

  const dirty = new Set(git.changedSince('HEAD', 'envs', `dist/${environment}`));
  const mixed = paths.filter((path) => dirty.has(path));
  if (mixed.length > 0) throw alreadyDirty(mixed);
  if (order.adopt !== true) printMoves(environment, plan.moves.filter(isMoving), terminal);
  const waiting = plan.moves.filter((move) => !isMoving(move)).map(({ component }) => component);
  if (waiting.length > 0) {
    const command = `npm run promote -- ${waiting.join(' ')} --to ${environment} --config-only`;
    terminal.say(`${environment}: not moved are ${waiting.join(', ')}; npm run synth says what waits, ${command} moves it`);
  }
  if (isDry) return outcome;
  publish({
    fs,
    root: dist,
    files: new Map([...files].map(([path, text]) => [`${environment}/${path}`, text])),
    covers: (path) => path.startsWith(`${environment}/`),
    say: terminal.say,
    changes,
    confirm: () => confirmRead(fs, root, environment, read),
  });
  return outcome;
}
