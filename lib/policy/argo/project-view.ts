import { listAt, textAt } from '../../manifest/fields';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import { matchesGlob } from '../project/glob';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** The one project that may reach the cluster and Argo CD's own namespace. */
export const PLATFORM = 'platform';

/** AppProjects but for `default`, which is closed by a rule of its own. */
export function projectsOf(world: World): readonly WorldObject[] {
  return world.ofType('argoproj.io/AppProject').filter(({ manifest }) => manifest.metadata.name !== 'default');
}

export function isPlatform({ manifest }: WorldObject): boolean {
  return manifest.metadata.name === PLATFORM;
}

/** Whether a text stands for more than itself: a glob, a regular expression or what all others are. */
export function isPattern(text: string): boolean {
  return /^[!/]|[*?[\]{}\\]/.test(text);
}

/** Whether a namespace of an item, which may be a glob, is the one that Argo CD runs in. */
export function reachesArgoCd(namespace: string): boolean {
  return matchesGlob(namespace, ARGO_CD_NAMESPACE);
}

/** Whether a project has more power than a team's: who writes one of its Applications administers the cluster. */
export function isPrivileged(project: WorldObject): boolean {
  const { manifest } = project;
  return (
    isPlatform(project) ||
    listAt(manifest, 'spec.clusterResourceWhitelist').length > 0 ||
    listAt(manifest, 'spec.destinations').some((destination) => reachesArgoCd(textAt(destination, 'namespace') ?? ''))
  );
}

/** The items of a list that stand in it a second time, by what they are told apart by. */
export function repeated(items: readonly unknown[], keyOf: (item: unknown) => string): ReadonlySet<number> {
  const seen = new Set<string>();
  const again = new Set<number>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (seen.has(key)) again.add(index);
    seen.add(key);
  }
  return again;
}
