import { Reachability } from '../../lib';
import { count } from '../report/findings';
import type { Terminal } from '../report/terminal';
import type { Subject } from './subject';

/** A subject of which it is known who reaches whom. */
export interface Decided {
  readonly subject: Subject;
  readonly reachability: Reachability;
}

/** Undefined where something stands in the way of knowing, which is said. */
export function decided(subject: Subject, { say, colour }: Terminal): Decided | undefined {
  const reachability = new Reachability(subject);
  const problems = problemsOf(subject, reachability);
  if (problems.length === 0) return { subject, reachability };
  for (const problem of problems) say(`${colour.red('error')} ${problem}`);
  say(`${count(problems.length, 'problem')} in ${subject.name}; who reaches whom is not decided`);
  return undefined;
}

/** While there are any, no answer is to be trusted. */
function problemsOf(subject: Subject, { problems, undecided }: Reachability): string[] {
  return [
    ...subject.problems,
    ...[...problems, ...undecided].map(
      ({ object, field, message }) => `${[subject.files.get(object), field].filter(Boolean).join(' ')}: ${message}`,
    ),
  ];
}
