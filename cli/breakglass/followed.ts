import { setTimeout as sleep } from 'node:timers/promises';
import { type Incident, pausedBy, readManifests, valueAt } from '../../lib';
import type { Kubectl } from '../cluster/target';
import type { Git } from '../ports/git';
import { liveApplications, type Pace, patch } from './applications';
import type { Delivered } from './delivered';
import { patchFailed } from './messages';

const REFRESH = 'argocd.argoproj.io/refresh';

/** The Application that brings the others: what it was last compared with is what Argo CD reads. */
const ROOT = 'root';

/**
 * Waits until the commit that Argo CD reads does not pause by a record any more: an Application that keeps others would pause them again
 * otherwise.
 * @returns why it still would; undefined once it does not
 * @throws {Refusal} if the cluster does not say
 */
export async function notFollowed(
  kubectl: Kubectl,
  incident: Incident,
  delivered: Delivered,
  git: Git,
  { interval, most }: Pace,
): Promise<string | undefined> {
  let reason: string | undefined = 'nothing was asked';
  for (let look = 0; look < most && reason !== undefined; look++) {
    if (look > 0) await sleep(interval);
    const live = await liveApplications(kubectl);
    if (live === 'none') return undefined;
    if ('problem' in live) throw patchFailed('*', live.problem);
    const root = live.get(ROOT);
    if (root === undefined) return undefined;
    const revision = valueAt(root, 'status.sync.revision');
    reason =
      typeof revision === 'string' && revision !== ''
        ? stillPaused(revision, incident, delivered, git)
        : `${ROOT} was compared with no commit yet`;
    // As a webhook does; Argo CD itself asks every three minutes.
    if (look === 0 && reason !== undefined) await patch(kubectl, ROOT, { metadata: { annotations: { [REFRESH]: 'normal' } } });
  }
  return reason;
}

function stillPaused(revision: string, { id, paused }: Incident, { committed }: Delivered, git: Git): string | undefined {
  if (git.tryCommit(revision) === undefined) return `Argo CD reads ${revision.slice(0, 12)}, which this clone has not: git fetch`;
  const files = committed.filter(({ manifest }) => manifest.kind === 'Application' && paused.includes(manifest.metadata.name));
  const texts = git.texts(files.map(({ file }) => `${revision}:${file}`));
  const isPausing = [...texts.values()].some((text) => readManifests(text).manifests.some((manifest) => pausedBy(manifest).includes(id)));
  return isPausing ? `Argo CD reads ${revision.slice(0, 12)}, which still pauses by ${id}: merge the commit that closes it` : undefined;
}
