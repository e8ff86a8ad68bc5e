import { Refusal } from '../../lib';
import { jobFrom, lastLines, obstacleBeside, outcome, startJob, uniqueName } from '../backup/job';
import { type Aim, aimed } from '../cluster/aim';
import type { Kubectl } from '../cluster/target';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { type Measurements, measurementsIn, type Verdict, verdictsOn } from '../rehearsal/measurements';
import { noReport, notDelivered } from '../rehearsal/messages';
import { type Rehearsal, rehearsalsOf } from '../rehearsal/rehearsal';
import { printRehearsal } from '../rehearsal/report';
import type { Terminal } from '../report/terminal';

export interface RehearseOptions extends Omit<Aim, 'env'> {
  readonly component?: string;
  readonly json?: boolean;
}

/** Puts load on an environment by the Job that it has for it, waits, and holds what was measured against the objectives. */
export async function rehearse(asked: string, options: RehearseOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const [name] = selectEnvironments([asked]) as [string];
  const rehearsals = rehearsalsOf(makeEnvironment(name, await loadEnvironment(name)), options.component);
  const kubectl = await aimed({ ...options, env: name }, context).reach();
  terminal.say(`rehearsal of ${name} on ${kubectl.context}, ${kubectl.server}`);

  const found: {
    readonly component: string;
    readonly job: string;
    readonly measurements: Measurements;
    readonly verdicts: readonly Verdict[];
  }[] = [];
  for (const rehearsal of rehearsals) {
    const { job, measurements } = await rehearsed(name, rehearsal, kubectl, terminal);
    const verdicts = verdictsOn(measurements);
    found.push({ component: rehearsal.component, job, measurements, verdicts });
    if (!options.json) printRehearsal(rehearsal.component, measurements, verdicts, terminal);
  }
  if (options.json)
    terminal.result(JSON.stringify({ environment: name, context: kubectl.context, server: kubectl.server, rehearsals: found }, null, 2));
  return found.every(({ verdicts }) => verdicts.every(({ isMet }) => isMet)) ? 0 : 1;
}

async function rehearsed(
  environment: string,
  { component, namespace, cronJob, seconds }: Rehearsal,
  kubectl: Kubectl,
  terminal: Terminal,
): Promise<{ readonly job: string; readonly measurements: Measurements }> {
  const obstacle = await obstacleBeside(kubectl, namespace, [cronJob]);
  if (obstacle !== undefined) throw obstacle;
  const job = await delivered(environment, component, cronJob, () => jobFrom(kubectl, namespace, cronJob, uniqueName(cronJob)));
  const { name } = job.metadata;
  await startJob(kubectl, job);
  terminal.say(`${name}: started in ${namespace}; ${seconds} s of load; it goes on if this is interrupted`);
  await watched(
    seconds,
    (line) => terminal.say(`${name}: ${line}`),
    () => outcome(kubectl, job, terminal.say),
  );
  const measurements = measurementsIn(await log(kubectl, namespace, name));
  if (measurements === undefined) throw noReport(`${namespace}/${name}`, await lastLines(kubectl, job));
  return { job: name, measurements };
}

/** Whether a Job succeeded is not asked: one that misses an objective fails, and so does one that never started. The report tells. */
async function watched(seconds: number, say: (line: string) => void, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const timer = setInterval(() => say(`${Math.round((performance.now() - start) / 1000)} s of about ${seconds}`), EVERY);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/** Milliseconds between two lines of progress. */
const EVERY = 30_000;

async function delivered<T>(environment: string, component: string, cronJob: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Refusal && /\bNotFound\b|not found/.test(error.message)) throw notDelivered(environment, component, cronJob);
    throw error;
  }
}

/** Lines that may follow the report: complaints of k6 about what was missed. */
const LINES = 200;

async function log(kubectl: Kubectl, namespace: string, job: string): Promise<string[]> {
  const { stdout } = await kubectl.run(['--namespace', namespace, 'logs', `job/${job}`, '--container', 'k6', `--tail=${LINES}`]);
  return stdout.split('\n');
}
