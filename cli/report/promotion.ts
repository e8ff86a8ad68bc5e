import type { Outcome } from '../promotion/carry-out';
import { isMoving, type Move, moveLine } from './standings';
import type { Terminal } from './terminal';

export interface OutcomeReport {
  /** Of the commit: `Promote kfm-api 2.3.2 to stage`. */
  readonly subject: string;
  readonly environment: string;
  readonly outcome: Outcome;
  readonly isDry: boolean;
  readonly json: boolean;
}

/** What a promotion came to: what it means for the cluster, what was written, and how to commit it. */
export function printOutcome({ subject, environment, outcome, isDry, json }: OutcomeReport, terminal: Terminal): void {
  const { code, plan, paths } = outcome;
  const message = commitMessage(subject, environment, plan.moves);
  if (json) {
    const { findings, moves } = plan;
    terminal.result(JSON.stringify({ environment, written: isDry ? [] : paths, planned: paths, moves, findings, message }, null, 2));
    return;
  }
  if (code !== 0) {
    terminal.say(terminal.colour.red(`${environment}: refused; nothing was written`));
    return;
  }
  if (paths.length === 0) {
    terminal.say(`${environment}: everything is so already; nothing to write`);
    return;
  }
  terminal.result(message);
}

/** The message that the commit of a promotion may have. */
export function commitMessage(subject: string, environment: string, moves: readonly Move[]): string {
  const moved = moves.filter(isMoving);
  return [subject, '', ...moved.map((move) => moveLine(environment, move))].join('\n').trim();
}
