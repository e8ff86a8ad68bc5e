import { valueAt } from '../../../lib';
import { applications, isDone, refresh, requestSync, type State } from './argo-cd';
import { none } from './claims';
import type { Cluster } from './cluster';
import type { Published } from './published';
import { until } from './until';

export interface Settling {
  readonly cluster: Cluster;
  readonly published: Published;
  readonly environment: string;
  /** Seconds. */
  readonly within: number;
  /** Throws if waiting is in vain. */
  readonly check: () => void;
}

/**
 * Waits until every Application that the published dist names is Synced and Healthy at its last commit. Where nothing syncs by itself,
 * each sync is requested once a commit, as people do; where Git did not answer, it is asked once more.
 * @throws with what each unfinished Application says
 * @returns the Applications
 */
export async function settled({ cluster, published, environment, within, check }: Settling): Promise<State[]> {
  const revision = published.head();
  const expected = namesIn(published, environment);
  const requested = new Set<string>();
  const asked = new Set<string>();
  let left: readonly string[] = [];
  return until(
    async () => {
      const all = await applications(cluster);
      for (const state of all.filter((state) => waitsForRequest(state, revision) && !requested.has(state.name))) {
        requested.add(state.name);
        await requestSync(cluster, state);
      }
      const lost = all.filter((state) => gotNoAnswer(state) && !asked.has(state.name)).map(({ name }) => name);
      for (const name of lost) asked.add(name);
      await refresh(cluster, lost);
      left = unfinished(all, expected, revision);
      return left.length === 0 ? all : undefined;
    },
    { within, every: 2, what: () => `${left.length} Applications:\n${left.slice(0, 12).join('\n')}`, check },
  );
}

/** @throws unless all of them are Synced and Healthy at the last commit, as they are: nothing is requested */
export async function allDone({ cluster, published, environment }: Omit<Settling, 'within' | 'check'>): Promise<State[]> {
  const all = await applications(cluster);
  none(unfinished(all, namesIn(published, environment), published.head()));
  return all;
}

function unfinished(all: readonly State[], expected: readonly string[], revision: string): string[] {
  const missing = expected.filter((name) => !all.some((state) => state.name === name));
  const late = all.filter((state) => !isDone(state) || state.revision !== revision);
  return [...missing.map((name) => `${name} is not there`), ...late.map(saying)];
}

export function saying({ name, sync, health, says }: State): string {
  return `${name} is ${sync} and ${health}: ${says.slice(0, 400)}`;
}

/** Nothing syncs it by itself, and what it should be is known to differ from what is there. */
function waitsForRequest({ live, sync, revision: seen }: State, revision: string): boolean {
  return live.spec.syncPolicy?.automated === undefined && live.operation === undefined && sync === 'OutOfSync' && seen === revision;
}

/** Git did not answer in time, on a machine that does much else; Argo CD asks again three minutes later, people once they see it. */
function gotNoAnswer({ sync, says }: State): boolean {
  return sync === 'Unknown' && /failed to list refs: .*(?:deadline exceeded|connection refused)/.test(says);
}

/** The Applications whose source is dist: those of the apps folder, and the root above them. */
function namesIn(published: Published, environment: string): string[] {
  const manifests = published.manifests(environment).map(({ manifest }) => manifest);
  const fromDist = manifests.filter((manifest) => manifest.kind === 'Application' && valueAt(manifest, 'spec.source.path') !== undefined);
  return fromDist.map(({ metadata }) => metadata.name);
}
