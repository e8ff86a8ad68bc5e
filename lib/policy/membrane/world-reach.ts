import { type Door, doorsOf } from '../../reach/door';
import type { ReachObject } from '../../reach/reach-world';
import { Reachability } from '../../reach/reachability';
import { Services } from '../../reach/services';
import type { Workload } from '../../reach/workload';
import { once } from '../once';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** Who reaches whom in a world, and which of its objects answers speak of. */
export interface WorldReach {
  readonly reachability: Reachability;
  readonly objects: readonly ReachObject[];
  /** @throws for what is not of the world */
  objectOf(object: ReachObject): WorldObject;
}

/** Worked out for the first rule that asks. */
export const reachOf = once((world: World): WorldReach => {
  const known = new Map<ReachObject, WorldObject>(
    world.objects.map((object) => [{ manifest: object.manifest, namespace: world.namespaceOf(object) }, object]),
  );
  const objects = [...known.keys()];
  const reachability = new Reachability({ objects, ...(world.facts && { ranges: world.facts.ranges }) });
  const objectOf = (object: ReachObject): WorldObject => {
    const found = known.get(object);
    if (found === undefined) throw new Error(`${object.manifest.kind} ${object.manifest.metadata.name} is not of the world`);
    return found;
  };
  return { reachability, objects, objectOf };
});

/** The Services of a world, and where they lead. */
export const servicesOf = once((world: World): Services => {
  const { reachability, objects } = reachOf(world);
  return new Services(
    objects,
    [...reachability.workloads.values()].flatMap(({ endpoints }) => endpoints),
  );
});

/** What the pods of each object count as. */
export const workloadsByObject = once((world: World): ReadonlyMap<WorldObject, Workload> => {
  const { reachability, objectOf } = reachOf(world);
  const found = new Map<WorldObject, Workload>();
  for (const workload of reachability.workloads.values()) {
    for (const { object } of workload.endpoints) if (object !== undefined) found.set(objectOf(object), workload);
  }
  return found;
});

/** The ways into the cluster, in the order of the objects. */
export const doorsInto = once((world: World): readonly Door[] => doorsOf(reachOf(world).objects));
