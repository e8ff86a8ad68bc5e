import { columnLines } from '../report/columns';
import { count } from '../report/findings';
import { printLines } from '../report/lines';
import type { Terminal } from '../report/terminal';
import { type Answer, type Answered, expectation } from './question';

/** A row for each check, and how many were not met. */
export function printAnswers(answers: readonly Answered[], terminal: Terminal): void {
  const { colour, result } = terminal;
  const marks: Readonly<Record<Answer['state'], string>> = {
    met: colour.green('met'),
    failed: colour.red('failed'),
    unasked: colour.yellow('could not ask'),
  };
  const rows = answers.map(({ component, check, answer: { found, milliseconds, state } }) => [
    component,
    check.name,
    expectation(check),
    shortened(found),
    `${milliseconds} ms`,
    marks[state],
  ]);
  printLines(columnLines(['component', 'check', 'expected', 'found', 'time', ''], rows), terminal);
  const of = (state: Answer['state']): number => answers.filter(({ answer }) => answer.state === state).length;
  result(`${of('failed')} failed and ${of('unasked')} not asked of ${count(answers.length, 'check')}`);
}

const LONGEST = 120;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** The same for machines. */
export function answersJson(answers: readonly Answered[]): object[] {
  return answers.map(({ component, namespace, check, answer: { state, found, milliseconds } }) => ({
    component,
    namespace,
    check: check.name,
    expected: expectation(check),
    found,
    milliseconds,
    state,
  }));
}
