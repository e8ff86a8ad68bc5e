import type { Finding } from '../../lib';
import { aimed } from '../cluster/aim';
import { type StackName, stackMeant, writeStack } from '../cluster/stack-files';
import type { CommandContext } from '../command';
import { loadEnvironment, makeEnvironment } from '../environments';
import { resolved } from '../settings';
import { ask, type OutsideTool, type Verdict } from './outside-tool';
import { outsideTools } from './tools';

/** What programs of others found, and which of them could not tell. */
export interface ToolReport {
  readonly findings: readonly Finding[];
  /** One line each: a tool that is installed and came to no verdict. */
  readonly broken: readonly string[];
}

/** Judges an environment by kubectl, terraform, kubeconform and conftest, each if it is installed; every one of them gets its turn. */
export async function validateWithTools(name: string, context: CommandContext): Promise<ToolReport> {
  const { root, fs, terminal } = context;
  const { environment, settings, programs } = aimed({ env: name }, context);
  const made = makeEnvironment(environment, await loadEnvironment(environment));
  const { dist } = resolved(settings, environment);
  const stack = stackMeant(settings, made);
  const writeStackHere = async (own: string, out: string): Promise<string> =>
    writeStack({ fs, root, environment: made, name: own as StackName, out });
  const findings: Finding[] = [];
  const broken: string[] = [];
  for (const tool of outsideTools({ root, fs, settings, dist, stack, writeStack: writeStackHere })) {
    const verdict = await ask(tool, programs, root);
    const line = `${tool.name} ${tool.subject}: ${spoken(verdict)}`;
    if (verdict.status === 'failed') findings.push(findingOf(tool, environment, verdict.lines));
    else if (verdict.status === 'broken') broken.push(line);
    terminal.say(terminal.colour.dim(line.split('\n', 1)[0] as string));
  }
  return { findings, broken };
}

function spoken(verdict: Verdict): string {
  return 'why' in verdict ? `${verdict.status === 'broken' ? 'could not run' : 'skipped'}: ${verdict.why}` : verdict.status;
}

function findingOf({ name, subject }: OutsideTool, environment: string, lines: readonly string[]): Finding {
  return {
    rule: `tool/${name.replaceAll(' ', '-')}`,
    severity: 'error',
    environment,
    object: '',
    file: subject,
    field: '',
    message: lines.join('\n      ') || 'failed without a word',
    fix: `run ${name} yourself to see all of it; npm run settings shows what it is given`,
  };
}
