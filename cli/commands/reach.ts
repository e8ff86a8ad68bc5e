import { type Answer, connections, explanation, graphvizLines, reachChanges, type Verdict } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { pastAt } from '../reach/committed';
import { type Decided, decided } from '../reach/decided';
import { type AskedEnds, askedEnds, endsOf } from '../reach/end';
import { pictureOf, wholePictureOf } from '../reach/picture';
import { chartsIn, subjectOf } from '../reach/subject';
import { jsonLines, tableLines } from '../report/connections';
import { count } from '../report/findings';
import { printLines, tallied } from '../report/lines';
import { changeJson, changeTable } from '../report/reach-changes';
import type { Terminal } from '../report/terminal';
import { verdictJson, verdictText } from '../report/verdict';

export interface ReachOptions {
  /** Folder of manifests that nobody here wrote, in place of an environment. */
  readonly manifests?: string;
  /** Commit that the connections are compared with. */
  readonly base?: string;
  readonly from?: string;
  readonly to?: string;
  /** Whether what is sure to be possible is asked for, not what may be. */
  readonly must?: boolean;
  readonly json?: boolean;
  readonly dot?: boolean;
  readonly svg?: boolean;
}

/** Says who can open a connection to whom, and of one pair why; or what of that changed since a commit. */
export async function reach(environment: string | undefined, options: ReachOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal, root } = context;
  const past = options.base === undefined ? undefined : pastAt(options.base, root);
  const subject = await subjectOf(environment, options.manifests, context);
  const now = decided(subject, terminal);
  const before = past && decided(past(subject), terminal);
  if (now === undefined || (past && before === undefined)) return 2;
  const asked = askedEnds(options, before === undefined ? [now] : [now, before]);
  const code =
    before === undefined ? await printConnections(now, asked, options, terminal) : printChanges(before, now, asked, options, terminal);
  const charts = chartsIn(subject);
  if (charts.length > 0) terminal.say(`not seen: the pods of ${count(charts.length, 'chart')} (${charts.join(', ')})`);
  return code;
}

async function printConnections(now: Decided, asked: AskedEnds, options: ReachOptions, terminal: Terminal): Promise<ExitCode> {
  const { subject, reachability } = now;
  const { from, to } = asked;
  const answer = answerOf(options);
  const found = tallied(connections(reachability, answer, endsOf(asked)));
  const verdict = from?.one && to?.one && explanation(reachability, from.one, to.one, answer);
  const names = { from: `${options.from}`, to: `${options.to}` };

  if (options.json) printLines(jsonLines(found.each(), verdict && verdictJson(verdict, names, subject.files)), terminal);
  else if (options.dot) printLines(graphvizLines(pictureOf(found.each(), now, asked)), terminal);
  else if (options.svg) terminal.result(await (await import('../reach/svg')).svgOf(wholePictureOf(found.each(), now, asked, answer)));
  else if (verdict) printLines(verdictText(verdict, names, subject.files), terminal);
  else printLines(tableLines(found.each()), terminal);
  if (!explained(options, verdict)) terminal.say(summary(found.count(), answer, now));
  return 0;
}

function printChanges(before: Decided, now: Decided, asked: AskedEnds, options: ReachOptions, terminal: Terminal): ExitCode {
  const answer = answerOf(options);
  const found = tallied(reachChanges(before.reachability, now.reachability, answer, endsOf(asked)));
  printLines(options.json ? changeJson(found.each()) : changeTable(found.each()), terminal);
  if (before.reachability.workloads.size === 0) terminal.say(`${before.subject.name} has no workloads`);
  terminal.say(
    `${count(found.count(), 'change')} of the connections that ${spoken(answer)} be possible, from ${before.subject.name} to now`,
  );
  return found.count() === 0 ? 0 : 1;
}

function answerOf({ must }: ReachOptions): Answer {
  return must ? 'must' : 'may';
}

/** Whether the one pair is told in words, which need no count. */
function explained({ json, dot, svg }: ReachOptions, verdict: Verdict | undefined): boolean {
  return verdict !== undefined && !json && !dot && !svg;
}

function summary(found: number, answer: Answer, { subject, reachability: { workloads, policies } }: Decided): string {
  const among = `${count(workloads.size, 'workload')} and ${count(policies.all.length, 'policy', 'policies')} of ${subject.name}`;
  return `${count(found, 'connection')} that ${spoken(answer)} be possible, by ${among}`;
}

function spoken(answer: Answer): string {
  return answer === 'may' ? 'may' : 'are sure to';
}
