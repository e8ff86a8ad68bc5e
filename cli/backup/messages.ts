import { Refusal, Unknown } from '../../lib';

/** Messages of `backup` and `restore`. */

const RUNBOOK = 'docs/runbooks/backup-and-restore.md';

export function noBackups(environment: string, cluster: string, fact: unknown): Refusal {
  const why = fact instanceof Unknown ? `its backup bucket is ${fact}` : 'it has no backup bucket';
  return new Refusal(
    `${environment} has no backups: by the facts of ${cluster} in envs/clusters.ts ${why}. ` +
      `If what it holds shall outlive it, add the bucket to the facts and its keys to the secrets of the class (${RUNBOOK})`,
  );
}

export function unknownStore(name: string, best: string | undefined, known: readonly string[]): Refusal {
  const hint = best === undefined ? `there are ${known.join(', ')}` : `did you mean "${best}"?`;
  return new Refusal(`envs/catalogue.ts: there is no store "${name}"; ${hint}`);
}

export function rebuildableStore(name: string, kept: readonly string[]): Refusal {
  return new Refusal(
    `${name} is rebuildable and has no backups; backups are of ${kept.join(', ')}. It follows from them: ` +
      `"Build the projections again" in ${RUNBOOK}`,
  );
}

export function consentMissing(environment: string, store: string, loss: string): Refusal {
  return new Refusal(
    `restore ${store}: ${loss} in ${environment} is lost; nothing was started; say --yes if two people decided it (${RUNBOOK})`,
  );
}

export function jobRuns(context: string, name: string, namespace: string): Refusal {
  return new Refusal(
    `job ${namespace}/${name} is running, and a second one beside it would spoil both; none was started; ` +
      `wait for it: kubectl --context ${context} --namespace ${namespace} wait job/${name} --for=condition=Complete --timeout=4h`,
  );
}

export function writersRun(store: string, pods: readonly string[]): Refusal {
  return new Refusal(
    `restore ${store}: its callers run (${pods.join(', ')}) and would write in between; nothing was started; "Stop the writers" in ${RUNBOOK}`,
  );
}

export function writersUnseen(store: string, caller: { readonly name: string; readonly namespace: string }, said: string): Refusal {
  return new Refusal(
    `restore ${store}: whether its caller ${caller.namespace}/${caller.name} is stopped cannot be seen (${said.trim()}); nothing was started; ` +
      `stop it ("Stop the writers" in ${RUNBOOK}), then say --writers-are-stopped`,
  );
}

export function noSuchArtifact(store: string, wanted: string, artifacts: readonly string[], bucket: string): Refusal {
  const listed = artifacts.length === 0 ? ['there is none'] : ['there are, newest first:', ...artifacts.map((name) => `  ${name}`)];
  return new Refusal(`restore ${store}: bucket ${bucket} has no whole backup "${wanted}"; nothing was started; ${listed.join('\n')}`);
}

export function mirrorHasOneState(store: string, wanted: string): Refusal {
  return new Refusal(
    `restore ${store} --from ${wanted}: its backup is a mirror with one state, the last one; expected "latest" or "current"; ` +
      `what it replaced lies in ${store}/replaced/<time>/ of the bucket, and single objects are copied from there (${RUNBOOK})`,
  );
}

export function templateOfAnotherKind(cronJob: string, context: string): Refusal {
  return new Refusal(
    `${context}: CronJob ${cronJob} is not what this project renders: no step of it reads BACKUP; expected it to be synced; see npm run drift`,
  );
}

export function kubectlFailed(context: string, what: string, said: string): Refusal {
  return new Refusal(`${context}: ${what}: ${said.trim() || 'kubectl failed without a word'}`);
}

export function outOfSight(context: string, job: string, namespace: string, cause: string): Refusal {
  return new Refusal(
    `job ${namespace}/${job} cannot be watched any more, and may go on; ` +
      `look by kubectl --context ${context} --namespace ${namespace} get job ${job}; ${cause}`,
  );
}

export function listingFailed(store: string, lines: readonly string[]): Refusal {
  return new Refusal([`the backups of ${store} could not be listed:`, ...lines.map((line) => `  ${line}`)].join('\n'));
}
