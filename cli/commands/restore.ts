import { artifactsOf } from '../backup/artifacts';
import { type BackedUpStore, storesNamed, takesName } from '../backup/backed-up-store';
import { type Job, jobFrom, lastLines, obstacleBeside, outcome, startJob, uniqueName } from '../backup/job';
import {
  consentMissing,
  mirrorHasOneState,
  noSuchArtifact,
  templateOfAnotherKind,
  unknownStore,
  writersRun,
  writersUnseen,
} from '../backup/messages';
import { type Aim, aimed } from '../cluster/aim';
import type { Kubectl } from '../cluster/target';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment } from '../environments';

export interface RestoreOptions extends Aim {
  /** Name of an artifact, or `latest`. */
  readonly from: string;
  readonly yes?: boolean;
  /** Somebody who can see the callers' pods saw that there are none. */
  readonly writersAreStopped?: boolean;
}

/** Brings a store back from a backup that is there and whole, with its writers stopped; nothing is started before all that is known. */
export async function restore(name: string, options: RestoreOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const { environment, reach } = aimed(options, context);
  const made = makeEnvironment(environment, await loadEnvironment(environment));
  if (name === 'all') throw unknownStore(name, undefined, Object.keys(made.catalogue.stores));
  const [store] = storesNamed(name, made) as [BackedUpStore];
  if (store.keeps === 'mirror' && !['latest', 'current'].includes(options.from)) throw mirrorHasOneState(name, options.from);
  const loss = `what ${name} holds now and ${store.keeps === 'mirror' ? 'its last mirror' : `the backup "${options.from}"`} does not`;
  if (!options.yes) throw consentMissing(environment, name, loss);

  const kubectl = await reach();
  terminal.say(`${environment} at ${kubectl.context}, ${kubectl.server}: ${loss} is lost`);
  const obstacle = await obstacleBeside(kubectl, store.namespace, [store.backup, store.restore]);
  if (obstacle !== undefined) throw obstacle;
  await refuseBesideWriters(kubectl, store, options.writersAreStopped ?? false, terminal.say);
  const artifact = store.keeps === 'mirror' ? 'current' : await artifactNamed(options.from, kubectl, store, terminal.say);
  const template = await jobFrom(kubectl, store.namespace, store.restore, uniqueName(store.restore));
  const job = store.keeps === 'mirror' ? template : restoring(template, artifact, store, kubectl.context);
  await startJob(kubectl, job);
  terminal.say(`${job.metadata.name}: started in ${store.namespace}, from ${artifact}; it goes on if this is interrupted`);

  if (!(await outcome(kubectl, job, terminal.say)).succeeded) {
    for (const line of await lastLines(kubectl, job)) terminal.say(terminal.colour.dim(`  ${line}`));
    terminal.result(terminal.colour.red(`${name}: the restore from ${artifact} failed (job ${store.namespace}/${job.metadata.name})`));
    return 1;
  }
  terminal.result(`${name}: restored from ${artifact} of ${store.bucket}`);
  terminal.say('next: "Start again" and "Build the projections again" in docs/runbooks/backup-and-restore.md');
  return 0;
}

/** @throws {Refusal} if pods of a caller run, and if that cannot be seen and nobody said that they are stopped */
async function refuseBesideWriters(
  kubectl: Kubectl,
  { name, callers }: BackedUpStore,
  areStopped: boolean,
  say: (line: string) => void,
): Promise<void> {
  for (const caller of callers) {
    const selector = `app.kubernetes.io/name=${caller.name}`;
    const args = ['--namespace', caller.namespace, 'get', 'pods', '--selector', selector, '--output', 'json'];
    const { status, stdout, stderr } = await kubectl.run(args);
    if (status !== 0) {
      if (!areStopped) throw writersUnseen(name, caller, stderr);
      say(`whether ${caller.name} is stopped cannot be seen (${stderr.trim()}); taken from --writers-are-stopped`);
      continue;
    }
    const { items } = JSON.parse(stdout) as { items: readonly { metadata: { name: string }; status?: { phase?: string } }[] };
    const running = items.filter(({ status }) => !['Succeeded', 'Failed'].includes(status?.phase ?? ''));
    if (running.length > 0)
      throw writersRun(
        name,
        running.map(({ metadata }) => `${caller.namespace}/${metadata.name}`),
      );
  }
}

async function artifactNamed(from: string, kubectl: Kubectl, store: BackedUpStore, say: (line: string) => void): Promise<string> {
  const artifacts = await artifactsOf(kubectl, store, say);
  const found = from === 'latest' ? artifacts[0] : artifacts.find((artifact) => artifact === from);
  if (found === undefined) throw noSuchArtifact(store.name, from, artifacts, store.bucket);
  return found;
}

/** The Job of a restore with the name of its backup. */
function restoring(template: Job, artifact: string, { restore: cronJob }: BackedUpStore, context: string): Job {
  const { spec } = template.spec.template;
  const [fetch, ...others] = spec.initContainers ?? [];
  if (fetch === undefined || !takesName(fetch)) throw templateOfAnotherKind(cronJob, context);
  const named = { ...fetch, env: [...(fetch.env ?? []).filter(({ name }) => name !== 'BACKUP'), { name: 'BACKUP', value: artifact }] };
  return {
    ...template,
    spec: { ...template.spec, template: { ...template.spec.template, spec: { ...spec, initContainers: [named, ...others] } } },
  };
}
