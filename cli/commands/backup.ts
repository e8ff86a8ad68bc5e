import { artifactsOf, artifactTime } from '../backup/artifacts';
import { type BackedUpStore, storesNamed } from '../backup/backed-up-store';
import { jobFrom, lastLines, obstacleBeside, outcome, startJob, uniqueName } from '../backup/job';
import { type Aim, aimed } from '../cluster/aim';
import type { Kubectl } from '../cluster/target';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment } from '../environments';
import type { Terminal } from '../report/terminal';

/**
 * Starts the backup of a store, or of all that have one, and waits; the next is started when the one before is over. A store beside which
 * a Job runs already is left out, and the others get their turn.
 */
export async function backup(store: string, aim: Aim, context: CommandContext): Promise<ExitCode> {
  const { environment: name, reach } = aimed(aim, context);
  const stores = storesNamed(store, makeEnvironment(name, await loadEnvironment(name)));
  const kubectl = await reach();
  context.terminal.say(`${name} at ${kubectl.context}, ${kubectl.server}`);
  const codes: ExitCode[] = [];
  for (const each of stores) codes.push(await backUp(each, kubectl, context.terminal));
  return Math.max(...codes) as ExitCode;
}

async function backUp(store: BackedUpStore, kubectl: Kubectl, { say, result, colour }: Terminal): Promise<ExitCode> {
  const { name, namespace } = store;
  const obstacle = await obstacleBeside(kubectl, namespace, [store.backup, store.restore]);
  if (obstacle !== undefined) {
    say(colour.red(`${name}: ${obstacle.message}`));
    return 2;
  }
  const job = await jobFrom(kubectl, namespace, store.backup, uniqueName(store.backup));
  await startJob(kubectl, job);
  say(`${job.metadata.name}: started in ${namespace}; it goes on if this is interrupted`);
  const { succeeded, startTime } = await outcome(kubectl, job, say);
  if (!succeeded) {
    for (const line of await lastLines(kubectl, job)) say(colour.dim(`  ${line}`));
    result(colour.red(`${name}: the backup failed (job ${namespace}/${job.metadata.name})`));
    return 1;
  }
  if (store.keeps === 'mirror') {
    result(`${name}: current, a mirror in ${store.bucket}/${name}`);
    return 0;
  }
  const since = artifactTime(startTime);
  const [newest] = await artifactsOf(kubectl, store, say);
  if (newest === undefined || newest < since) {
    result(colour.red(`${name}: the job succeeded, and the bucket ${store.bucket} has no whole backup since ${since}`));
    return 1;
  }
  result(`${name}: ${newest} in ${store.bucket}/${name}`);
  return 0;
}
