import { type Answer, type Connection, connections, explanation, Reachability, type Verdict } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { nothingBetween } from '../messages';
import { type NamedEnd, namedEnd } from '../reach/end';
import { chartsIn, type Subject, subjectOf } from '../reach/subject';
import { graphLines, jsonLines, tableLines } from '../report/connections';
import { count } from '../report/findings';
import type { Terminal } from '../report/terminal';
import { verdictJson, verdictText } from '../report/verdict';

export interface ReachOptions {
  /** Folder of manifests that nobody here wrote, in place of an environment. */
  readonly manifests?: string;
  readonly from?: string;
  readonly to?: string;
  /** Whether what is sure to be possible is asked for, not what may be. */
  readonly must?: boolean;
  readonly json?: boolean;
  readonly dot?: boolean;
}

/** Says who can open a connection to whom, and of one pair why. */
export async function reach(environment: string | undefined, options: ReachOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const subject = await subjectOf(environment, options.manifests, context);
  const reachability = new Reachability(subject);
  const problems = problemsOf(subject, reachability);
  if (problems.length > 0) {
    for (const problem of problems) terminal.say(`${terminal.colour.red('error')} ${problem}`);
    terminal.say(`${count(problems.length, 'problem')} in ${subject.name}; who reaches whom is not decided`);
    return 2;
  }
  const from = options.from === undefined ? undefined : namedEnd('--from', options.from, subject, reachability);
  const to = options.to === undefined ? undefined : namedEnd('--to', options.to, subject, reachability);
  if (isSame(from, to) || (from?.end.addresses && to?.end.addresses)) throw nothingBetween(`${options.from}`, `${options.to}`);
  const answer: Answer = options.must ? 'must' : 'may';
  const found = tallied(connections(reachability, answer, { ...(from && { from: from.end }), ...(to && { to: to.end }) }));
  const verdict = from?.one && to?.one && explanation(reachability, from.one, to.one, answer);
  const names = { from: `${options.from}`, to: `${options.to}` };

  if (options.json) print(jsonLines(found.each(), verdict && verdictJson(verdict, names, subject.files)), terminal);
  else if (options.dot) print(graphLines(subject.name, found.each(), (from ?? to) ? [] : reachability.workloads.keys()), terminal);
  else if (verdict) print(verdictText(verdict, names, subject.files), terminal);
  else print(tableLines(found.each()), terminal);
  if (!explained(options, verdict)) terminal.say(summary(found.count(), answer, reachability, subject));
  const charts = chartsIn(subject);
  if (charts.length > 0) terminal.say(`not seen: the pods of ${count(charts.length, 'chart')} (${charts.join(', ')})`);
  return 0;
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

function isSame(from: NamedEnd | undefined, to: NamedEnd | undefined): boolean {
  return from?.one !== undefined && from.one === to?.one;
}

/** Whether the one pair is told in words, which need no count. */
function explained({ json, dot }: ReachOptions, verdict: Verdict | undefined): boolean {
  return verdict !== undefined && !json && !dot;
}

/** Connections one at a time, counted as they pass. */
function tallied(all: Iterable<Connection>): { each: () => Iterable<Connection>; count: () => number } {
  let passed = 0;
  function* each(): Generator<Connection> {
    for (const connection of all) {
      passed++;
      yield connection;
    }
  }
  return { each, count: () => passed };
}

function summary(found: number, answer: Answer, { workloads, policies }: Reachability, { name }: Subject): string {
  const among = `${count(workloads.size, 'workload')} and ${count(policies.all.length, 'policy', 'policies')} of ${name}`;
  return `${count(found, 'connection')} ${answer === 'may' ? 'that may' : 'that are sure to'} be possible, by ${among}`;
}

const LINES_AT_ONCE = 1000;

/** A piece at a time: open worlds have as many lines as they have pairs. */
function print(lines: Iterable<string>, { result }: Terminal): void {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < LINES_AT_ONCE) continue;
    result(piece.join('\n'));
    piece = [];
  }
  if (piece.length > 0) result(piece.join('\n'));
}
