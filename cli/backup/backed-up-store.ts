import { type Environment, type Manifest, nearest, valueAt } from '../../lib';
import { noBackups, rebuildableStore, unknownStore } from './messages';

/** A store with the CronJobs that stand beside it. */
export interface BackedUpStore {
  readonly name: string;
  readonly namespace: string;
  /** CronJob that backs it up. */
  readonly backup: string;
  /** CronJob from which people start a restore. */
  readonly restore: string;
  /** Whether there is one backup for each time, or one mirror of the last. */
  readonly keeps: 'archives' | 'mirror';
  readonly bucket: string;
  /** Components that write to it, with their namespaces. */
  readonly callers: readonly { readonly name: string; readonly namespace: string }[];
}

/** The stores of a command line, in the order of their nights: a mirror of objects is younger than the catalogue that names them. */
export function storesNamed(name: string, environment: Environment): BackedUpStore[] {
  const { stores } = environment.catalogue;
  const known = Object.keys(stores);
  if (name !== 'all' && !known.includes(name)) throw unknownStore(name, nearest(name, [...known, 'all']), known);
  const kept = backedUpStores(environment);
  if (kept.length === 0) throw noBackups(environment.name, environment.cluster.name, environment.cluster.backup);
  const chosen = name === 'all' ? kept : kept.filter((store) => store.name === name);
  const names = kept.map((store) => store.name);
  if (chosen.length === 0) throw rebuildableStore(name, names);
  return chosen;
}

function backedUpStores(environment: Environment): BackedUpStore[] {
  const { catalogue } = environment;
  const manifests = environment.units().flatMap((unit) => unit.manifests);
  const cronJobs = new Map(
    manifests
      .filter(({ kind }) => kind === 'CronJob')
      .map((manifest) => [`${manifest.metadata.namespace}/${manifest.metadata.name}`, manifest]),
  );
  const found = Object.entries(catalogue.stores).flatMap(([name, { namespace, callers }]) => {
    const [backup, restore] = [`${name}-backup`, `${name}-restore`];
    const [nightly, template] = [backup, restore].map((cronJob) => cronJobs.get(`${namespace}/${cronJob}`));
    if (nightly === undefined || template === undefined) return [];
    const store: BackedUpStore = {
      name,
      namespace,
      backup,
      restore,
      keeps: readsBackup(template) ? 'archives' : 'mirror',
      bucket: bucketOf(template),
      callers: callers.map((caller) => ({ name: caller, namespace: catalogue.component(caller).namespace })),
    };
    return [{ store, minute: minuteOf(nightly) }];
  });
  return found.sort((a, b) => a.minute - b.minute).map(({ store }) => store);
}

interface Step {
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

function firstStep(cronJob: Manifest): Step | undefined {
  return (valueAt(cronJob, 'spec.jobTemplate.spec.template.spec.initContainers') as readonly Step[] | undefined)?.[0];
}

function readsBackup(cronJob: Manifest): boolean {
  return takesName(firstStep(cronJob));
}

/** Whether a step restores what the variable BACKUP names. */
export function takesName(step: Step | undefined): boolean {
  return (step?.command ?? []).some((text) => text.includes('$' + '{BACKUP:-'));
}

function bucketOf(cronJob: Manifest): string {
  return firstStep(cronJob)?.env?.find(({ name }) => name === 'BUCKET')?.value ?? '';
}

/** Minute of the day at which a CronJob runs. */
function minuteOf(cronJob: Manifest): number {
  const [minute, hour] = String(valueAt(cronJob, 'spec.schedule')).split(' ').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}
