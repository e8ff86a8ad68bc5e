import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Refusal } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { jobRuns, kubectlFailed, outOfSight } from './messages';

/** A Job as far as it is read here. */
export interface Job {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly template: { readonly spec: PodSpec } };
  readonly status?: { readonly startTime?: string; readonly conditions?: readonly Condition[] };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
  readonly reason?: string;
}

interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
}

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly { readonly name: string }[];
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly running?: object; readonly waiting?: { readonly reason?: string } };
}

/** Room for a time and four characters within the 63 of a Job's name. */
const LONGEST = 40;

/** A name that no other Job has, e.g. `postgres-backup-20260131-011742-3f9a`. */
export function uniqueName(cronJob: string): string {
  const [day, time] = new Date().toISOString().replaceAll(/[-:]/g, '').split(/[T.]/) as [string, string];
  return `${cronJob.slice(0, LONGEST)}-${day}-${time}-${randomBytes(2).toString('hex')}`;
}

/** Why no Job may be started beside those of these CronJobs; undefined if none of them runs. */
export async function obstacleBeside(kubectl: Kubectl, namespace: string, cronJobs: readonly string[]): Promise<Refusal | undefined> {
  const selector = `app.kubernetes.io/instance in (${cronJobs.join(', ')})`;
  const { items } = await kubectl.json<{ items: readonly Job[] }>(['--namespace', namespace, 'get', 'jobs', '--selector', selector]);
  const running = items.find((job) => outcomeOf(job) === undefined);
  return running && jobRuns(kubectl.context, running.metadata.name, namespace);
}

/** The Job that a CronJob would start, not started. */
export async function jobFrom(kubectl: Kubectl, namespace: string, cronJob: string, name: string): Promise<Job> {
  const job = await kubectl.json<Job>(['--namespace', namespace, 'create', 'job', name, `--from=cronjob/${cronJob}`, '--dry-run=client']);
  return { ...job, metadata: { ...job.metadata, namespace } };
}

export async function startJob(kubectl: Kubectl, job: Job): Promise<void> {
  const { status, stderr } = await kubectl.run(['--namespace', job.metadata.namespace, 'create', '--filename', '-'], {
    input: JSON.stringify(job),
  });
  if (status !== 0) throw kubectlFailed(kubectl.context, `create job ${job.metadata.name}`, stderr);
}

/** How a Job ended. */
interface Outcome {
  readonly succeeded: boolean;
  /** By the clock of the cluster. */
  readonly startTime: string;
}

/** Milliseconds between looks: short at first, since small Jobs are over soon. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/** Looks in a row that may fail before the watch is given up: API servers restart. */
const MOST_FAILURES = 6;

/** Waits until a Job is over, and says each step of it once. */
export async function outcome(kubectl: Kubectl, { metadata: { name, namespace } }: Job, say: (line: string) => void): Promise<Outcome> {
  let said = '';
  let failures = 0;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    try {
      const over = outcomeOf(await kubectl.json<Job>(['--namespace', namespace, 'get', 'job', name]));
      if (over !== undefined) return over;
      const step = stepOf(await podsOf(kubectl, namespace, name));
      if (step !== said) say(`${name}: ${step}`);
      said = step;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures >= MOST_FAILURES) throw outOfSight(kubectl.context, name, namespace, (error as Error).message);
    }
    await setTimeout(pause);
  }
}

function outcomeOf({ status }: Job): Outcome | undefined {
  const holds = (type: string): boolean =>
    (status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
  if (!holds('Complete') && !holds('Failed')) return undefined;
  return { succeeded: holds('Complete'), startTime: status?.startTime ?? '' };
}

async function podsOf(kubectl: Kubectl, namespace: string, job: string): Promise<readonly Pod[]> {
  const selector = `batch.kubernetes.io/job-name=${job}`;
  return (await kubectl.json<{ items: readonly Pod[] }>(['--namespace', namespace, 'get', 'pods', '--selector', selector])).items;
}

/** What the last pod of a Job is doing. */
function stepOf(pods: readonly Pod[]): string {
  const status = pods.at(-1)?.status;
  if (status === undefined) return 'has no pod yet';
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const running = containers.find(({ state }) => state?.running !== undefined);
  if (running !== undefined) return `running ${running.name}`;
  const unscheduled = status.conditions?.find(({ type, status: holds }) => type === 'PodScheduled' && holds === 'False');
  if (unscheduled !== undefined) return `waiting for a node: ${unscheduled.message ?? unscheduled.reason ?? 'no reason given'}`;
  const waiting = containers.find(({ state }) => state?.waiting?.reason !== undefined && state.waiting.reason !== 'PodInitializing');
  return waiting === undefined ? (status.phase ?? 'Pending').toLowerCase() : `waiting: ${waiting.name} ${waiting.state?.waiting?.reason}`;
}

/** Lines of a log that are shown of a Job that failed. */
const LAST_LINES = 20;

/** The last lines that the pods of a Job wrote. */
export async function lastLines(kubectl: Kubectl, { metadata: { name, namespace } }: Job): Promise<string[]> {
  const { stdout, stderr } = await kubectl.run([
    ...['--namespace', namespace, 'logs', '--selector', `batch.kubernetes.io/job-name=${name}`],
    ...['--all-containers', '--prefix', `--tail=${LAST_LINES}`],
  ]);
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? ['it wrote no log'] : lines.slice(-LAST_LINES);
}
