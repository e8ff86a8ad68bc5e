import type { Kubectl } from '../cluster/target';
import type { BackedUpStore } from './backed-up-store';
import { type Job, jobFrom, lastLines, outcome, startJob, uniqueName } from './job';
import { kubectlFailed, listingFailed, templateOfAnotherKind } from './messages';

/** The file that a backup ends with; the listing names whole backups alone. */
const LISTED = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\/sums$/;

/**
 * Names of the whole backups of a store, newest first. Only pods beside the store have the bucket's credentials and a way to it, so one is
 * started: the restore's first step, with a script that reads names and nothing else.
 */
export async function artifactsOf(kubectl: Kubectl, store: BackedUpStore, say: (line: string) => void): Promise<string[]> {
  const template = await jobFrom(kubectl, store.namespace, store.restore, uniqueName(`${store.name}-list`));
  const job = listingJob(template, store, kubectl.context);
  await startJob(kubectl, job);
  try {
    if (!(await outcome(kubectl, job, say)).succeeded) throw listingFailed(store.name, await lastLines(kubectl, job));
    return (await logOf(kubectl, job))
      .split('\n')
      .flatMap((line) => LISTED.exec(line.trim())?.[1] ?? [])
      .sort()
      .reverse();
  } finally {
    await kubectl.run(['--namespace', store.namespace, 'delete', 'job', job.metadata.name, '--wait=false']);
  }
}

function listingJob(template: Job, { name, restore }: BackedUpStore, context: string): Job {
  const { spec } = template.spec.template;
  const [fetch] = spec.initContainers ?? [];
  if (fetch === undefined) throw templateOfAnotherKind(restore, context);
  const script = `rclone lsf --recursive --files-only --include '/*/sums' "bucket:$BUCKET/${name}"`;
  const isNeeded = (volume: { readonly name: string }): boolean => volume.name !== 'work';
  const list = { ...fetch, name: 'list', command: ['sh', '-euc', script], volumeMounts: (fetch.volumeMounts ?? []).filter(isNeeded) };
  return {
    ...template,
    // Without the labels of a restore: it is none, and nobody shall wait for it as for one.
    metadata: { name: template.metadata.name, namespace: template.metadata.namespace },
    spec: {
      ...template.spec,
      ...{ backoffLimit: 0, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 600 },
      template: {
        ...template.spec.template,
        spec: { ...spec, initContainers: [], containers: [list], volumes: (spec.volumes ?? []).filter(isNeeded) },
      },
    },
  };
}

async function logOf(kubectl: Kubectl, { metadata: { name, namespace } }: Job): Promise<string> {
  const { status, stdout, stderr } = await kubectl.run(['--namespace', namespace, 'logs', `job/${name}`, '--container=list']);
  if (status !== 0) throw kubectlFailed(kubectl.context, `logs of job ${name}`, stderr);
  return stdout;
}

/** A time of the cluster as backups are called: `2026-01-31T01-17-42Z`. */
export function artifactTime(time: string): string {
  return time.replaceAll(':', '-').replace(/\.\d+Z$/, 'Z');
}
