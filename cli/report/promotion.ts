import type { Consequence } from '../../lib';
import { consequencesOfChanges, filesIn } from '../environment-files';
import type { Outcome } from '../promotion/carry-out';
import { countsByRisk, jsonOf, printConsequences } from './consequences';
import { isMoving, type Move, moveLine } from './standings';
import type { Terminal } from './terminal';
import { treeChanges } from './tree-changes';

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
  const { code, plan, paths, before } = outcome;
  const after = new Map(plan.files);
  const changes = paths.length === 0 ? [] : treeChanges(before, after).filter(({ path }) => path.includes('/'));
  const consequences = consequencesOfChanges(environment, changes, () => filesIn(after), plan.ranges);
  const message = commitMessage(subject, environment, plan.moves, consequences);
  if (json) {
    const { findings, moves } = plan;
    terminal.result(
      JSON.stringify(
        { environment, written: isDry ? [] : paths, planned: paths, moves, findings, ...jsonOf(consequences), message },
        null,
        2,
      ),
    );
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
  printConsequences(consequences, terminal);
  terminal.result(`${consequences.length > 0 ? '\n' : ''}${message}`);
}

/** Lines of a body that tell what moved; of an adoption nothing did. */
const MOST_LINES = 20;

/** The message that the commit of a promotion may have. */
function commitMessage(subject: string, environment: string, moves: readonly Move[], consequences: readonly Consequence[]): string {
  const lines = moves.filter(isMoving).map((move) => moveLine(environment, move));
  const listed = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`] : lines;
  const counts = consequences.length === 0 ? '' : `In the cluster: ${countsByRisk(consequences)}.`;
  return [subject, listed.join('\n'), counts].filter((part) => part !== '').join('\n\n');
}
