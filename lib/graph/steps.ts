import { groupBy } from '../manifest/group-by';
import { spokenName } from '../manifest/identity';
import { compareSteps, compareText, spokenStep } from '../manifest/order';
import { topFolder } from '../manifest/unit';
import type { World } from '../policy/world';
import type { WorldObject } from '../policy/world-object';
import type { GraphStep } from './graph';
import type { Parts } from './parts';

/** Folders in which Argo CD finds its own work: their waves order other Applications, and no part waits by them. */
const OF_DELIVERY: ReadonlySet<string> = new Set(['apps', 'bootstrap']);

/** The steps that a part is applied in, where there is more than one: each waits till the one before is healthy. */
export function stepsOf(world: World, parts: Parts): ReadonlyMap<string, readonly GraphStep[]> {
  const folders = groupBy(
    world.objects.filter((object) => object.unit !== undefined && !OF_DELIVERY.has(topFolder(object.unit))),
    ({ unit }) => unit?.folder ?? '',
  );
  const found = new Map<string, GraphStep[]>();
  for (const [folder, objects] of [...folders].sort(([one], [other]) => compareText(one, other))) {
    const steps = groupBy(
      [...objects].sort((one, other) => compareSteps(one.manifest, other.manifest)),
      ({ manifest }) => spokenStep(manifest),
    );
    const part = parts.of(objects[0] as WorldObject);
    if (steps.size < 2 || part === undefined) continue;
    const own = [...steps].map(([step, of]) => ({
      folder,
      step,
      objects: of.map(({ manifest }) => spokenName(manifest)).sort(compareText),
    }));
    found.set(part, [...(found.get(part) ?? []), ...own]);
  }
  return found;
}
