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
  readonly services: Services;
  readonly objects: readonly ReachObject[];
  /** @throws for what is not of the world */
  objectOf(object: ReachObject): WorldObject;
  /** What the pods of an object count as; undefined if there are none. */
  workloadOf(object: WorldObject): Workload | undefined;
}

/** Worked out for the first rule that asks. */
export const reachOf = once((world: World): WorldReach => {
  const known = new Map<ReachObject, WorldObject>(
    world.objects.map((object) => [{ manifest: object.manifest, namespace: world.namespaceOf(object) }, object]),
  );
  const objects = [...known.keys()];
  const reachability = new Reachability({ objects, ...(world.facts && { ranges: world.facts.ranges }) });
  const workloads = [...reachability.workloads.values()];
  const objectOf = (object: ReachObject): WorldObject => {
    const found = known.get(object);
    if (found === undefined) throw new Error(`${object.manifest.kind} ${object.manifest.metadata.name} is not of the world`);
    return found;
  };
  const byObject = new Map(
    workloads.flatMap((workload) => workload.endpoints.map(({ object }) => [object && objectOf(object), workload] as const)),
  );
  return {
    reachability,
    services: new Services(
      objects,
      workloads.flatMap(({ endpoints }) => endpoints),
    ),
    objects,
    objectOf,
    workloadOf: (object) => byObject.get(object),
  };
});

/** The ways into the cluster, in the order of the objects. */
export const doorsInto = once((world: World): readonly Door[] => doorsOf(reachOf(world).objects));
