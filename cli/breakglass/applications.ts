import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Manifest, OURS, PAUSED, valueAt } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { itemsOf, saidBy } from '../drift/objects';
import { notSteady, patchFailed } from './messages';

const NAMESPACE = ['--namespace', 'argocd'];
const APPLICATIONS = 'applications.argoproj.io';

/** By whom the API server records what is done here. */
const MANAGER = 'breakglass';

/** The Applications that a cluster has by name; `none` where nobody has ever installed Argo CD; or why it does not say. */
export type LiveApplications = ReadonlyMap<string, Manifest> | 'none' | { readonly problem: string };

export async function liveApplications(kubectl: Kubectl): Promise<LiveApplications> {
  const ran = await kubectl.run(['get', APPLICATIONS, ...NAMESPACE, '--output', 'json']);
  if (ran.status !== 0) {
    const said = saidBy(ran);
    return /the server doesn't have a resource type|could not find the requested resource/.test(said) ? 'none' : { problem: said };
  }
  const items = itemsOf(ran.stdout);
  return items === undefined ? { problem: 'it answered with no JSON' } : new Map(items.map((item) => [item.metadata.name, item]));
}

/** How long it is watched whether Applications stay as they were set. */
export interface Pace {
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Looks in a row that have to find nothing changed. */
  readonly calm: number;
  /** Looks at most. */
  readonly most: number;
}

/** A controller that still reconciles puts back what it finds within some seconds. */
export const PACE: Pace = { interval: 4000, calm: 3, most: 15 };

/** What was set, and what is not there. */
export interface Aligned {
  readonly changed: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Gives the Applications of a cluster the pause that manifests have, or takes it away, and sees that it stays so: an Application that
 * another one keeps is put back within seconds. Syncs that run are ended first, since they would still apply what they began with.
 * @throws {Refusal} if they do not stay so
 */
export async function align(kubectl: Kubectl, wanted: readonly Manifest[], { interval, calm, most }: Pace): Promise<Aligned> {
  const changed = new Set<string>();
  let wrong: readonly string[] = [];
  let quiet = 0;
  for (let look = 0; look < most; look++) {
    if (look > 0) await sleep(interval);
    const live = await liveApplications(kubectl);
    if (live === 'none') return { changed: [...changed], missing: wanted.map(({ metadata }) => metadata.name) };
    if ('problem' in live) throw patchFailed('*', live.problem);
    const there = wanted.flatMap((manifest) => {
      const found = live.get(manifest.metadata.name);
      return found === undefined ? [] : [{ manifest, found }];
    });
    const unlike = there.filter(({ manifest, found }) => !isAligned(found, manifest) || (isPaused(manifest) && isSyncing(found)));
    const missing = wanted.map(({ metadata }) => metadata.name).filter((name) => !live.has(name));
    wrong = unlike.map(({ manifest }) => manifest.metadata.name);
    quiet = wrong.length === 0 ? quiet + 1 : 0;
    // What was so at the first look, and is nobody's change, needs no watching.
    if (quiet >= calm || (quiet > 0 && changed.size === 0)) return { changed: [...changed].sort(), missing };
    for (const { manifest, found } of unlike) {
      await set(kubectl, manifest, found);
      changed.add(manifest.metadata.name);
    }
  }
  throw notSteady(kubectl.context, wrong);
}

function isPaused({ metadata }: Manifest): boolean {
  return metadata.annotations?.[PAUSED] !== undefined;
}

function isAligned(live: Manifest, wanted: Manifest): boolean {
  const path = 'spec.syncPolicy.automated';
  const isSame = isDeepStrictEqual(valueAt(live, path), valueAt(wanted, path));
  return isSame && live.metadata.annotations?.[PAUSED] === wanted.metadata.annotations?.[PAUSED];
}

function isSyncing(live: Manifest): boolean {
  return live.operation !== undefined || valueAt(live, 'status.operationState.phase') === 'Running';
}

async function set(kubectl: Kubectl, wanted: Manifest, live: Manifest): Promise<void> {
  const { name } = wanted.metadata;
  if (isPaused(wanted)) {
    const isRunning = valueAt(live, 'status.operationState.phase') === 'Running';
    // As "argocd app terminate-op" does it; what has not begun yet is taken back.
    const end = isRunning ? { status: { operationState: { phase: 'Terminating' } } } : live.operation !== undefined && { operation: null };
    const annotations = { [PAUSED]: wanted.metadata.annotations?.[PAUSED] };
    await patch(kubectl, name, { metadata: { annotations }, spec: { syncPolicy: { automated: null } }, ...end });
    return;
  }
  // Applied as Argo CD does it, so that the field is Argo CD's own again and a later commit can take it away.
  await apply(kubectl, withMarks(wanted, live));
  if (isPaused(live)) await patch(kubectl, name, { metadata: { annotations: { [PAUSED]: null } } });
}

/** What Argo CD marks an object with belongs to what it applies, and would be lost. */
function withMarks(wanted: Manifest, live: Manifest): Manifest {
  const marks = Object.entries(live.metadata.annotations ?? {}).filter(([key]) =>
    /^argocd\.argoproj\.io\/(?:tracking|installation)-id$/.test(key),
  );
  const annotations = { ...wanted.metadata.annotations, ...Object.fromEntries(marks) };
  return { ...wanted, metadata: { ...wanted.metadata, ...(Object.keys(annotations).length > 0 && { annotations }) } };
}

export async function patch(kubectl: Kubectl, name: string, body: object): Promise<void> {
  const args = ['patch', APPLICATIONS, name, ...NAMESPACE, '--type', 'merge', '--field-manager', MANAGER, '--patch', JSON.stringify(body)];
  const ran = await kubectl.run(args);
  if (ran.status !== 0) throw patchFailed(name, saidBy(ran));
}

async function apply(kubectl: Kubectl, manifest: Manifest): Promise<void> {
  const args = ['apply', '--server-side', '--force-conflicts', '--field-manager', OURS, '--filename', '-'];
  const ran = await kubectl.run(args, { input: JSON.stringify(manifest) });
  if (ran.status !== 0) throw patchFailed(manifest.metadata.name, saidBy(ran));
}
