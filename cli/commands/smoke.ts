import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { type Aim, aimed } from '../cluster/aim';
import { heedingInterruption, Interrupted } from '../cluster/interruption';
import { INTERRUPTED } from '../cluster/messages';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { answersTo, type Round } from '../smoke/asking';
import { badEdge, badTimeout, onlyOutside, unreadableAuthority } from '../smoke/messages';
import { type Answered, questionsOf } from '../smoke/question';
import { answersJson, printAnswers } from '../smoke/report';
import { insideRounds, type OutsideWay, outsideRounds } from '../smoke/rounds';

export interface SmokeOptions extends Omit<Aim, 'env'> {
  readonly component?: readonly string[];
  /** The public hosts are asked, and no cluster. */
  readonly outside?: boolean;
  readonly edge?: string;
  readonly ca?: string;
  readonly timeout?: string;
  readonly json?: boolean;
}

/** Where questions were asked. */
type Place = { readonly context: string; readonly server: string } | { readonly outside: true };

/** Asks the components of an environment what they declare: in a cluster by their Services, or from outside by their hosts. */
export async function smoke(asked: string, options: SmokeOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const [name] = selectEnvironments([asked]) as [string];
  const seconds = secondsOf(options.timeout ?? '60');
  const way = options.outside ? outsideWay(options, context) : refuseOutsideOptions(options);
  const environment = makeEnvironment(name, await loadEnvironment(name));
  const questions = questionsOf(environment, options.component, options.outside ? 'outside' : 'inside');

  const answers = async (rounds: readonly Round[], signal: AbortSignal): Promise<Answered[]> => {
    try {
      return await answersTo(rounds, { seconds, say: terminal.say, signal });
    } catch (error) {
      throw signal.aborted ? new Interrupted(INTERRUPTED) : error;
    }
  };
  return heedingInterruption(async (signal) => {
    if (way !== undefined) {
      terminal.say(`smoke of ${name} from outside${way.edge === undefined ? '' : `, by ${way.edge.origin}`}`);
      return told(name, { outside: true }, await answers(outsideRounds(questions, way), signal), options, context);
    }
    const kubectl = await aimed({ ...options, env: name }, context, signal).reach();
    terminal.say(`smoke of ${name} on ${kubectl.context}, ${kubectl.server}`);
    const found = await answers(insideRounds(kubectl, questions), signal);
    return told(name, { context: kubectl.context, server: kubectl.server }, found, options, context);
  });
}

/** What could not be asked comes first: it is not known whether that works. */
function told(
  environment: string,
  place: Place,
  answers: readonly Answered[],
  { json }: SmokeOptions,
  { terminal }: CommandContext,
): ExitCode {
  if (json) terminal.result(JSON.stringify({ environment, ...place, checks: answersJson(answers) }, null, 2));
  else printAnswers(answers, terminal);
  const states = answers.map(({ answer }) => answer.state);
  return states.includes('unasked') ? 2 : states.includes('failed') ? 1 : 0;
}

function secondsOf(text: string): number {
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > 3600) throw badTimeout(text);
  return seconds;
}

function refuseOutsideOptions({ edge, ca }: SmokeOptions): undefined {
  if (edge !== undefined) throw onlyOutside('--edge');
  if (ca !== undefined) throw onlyOutside('--ca');
  return undefined;
}

function outsideWay({ edge, ca }: SmokeOptions, { fs }: CommandContext): OutsideWay {
  return { ...(edge !== undefined && { edge: edgeOf(edge) }), ...(ca !== undefined && { authorities: authoritiesIn(ca, fs) }) };
}

function edgeOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw badEdge(text);
  return url;
}

function authoritiesIn(path: string, fs: CommandContext['fs']): string {
  try {
    const text = fs.read(resolve(path));
    new X509Certificate(text);
    return text;
  } catch (error) {
    throw unreadableAuthority(path, (error as Error).message);
  }
}
