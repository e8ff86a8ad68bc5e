import { numberAt, textAt } from '../../manifest/fields';
import { groupOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** What a HorizontalPodAutoscaler scales; one that names the wrong group, or none, means the kind all the same. */
export function scaledBy(world: World, scaler: WorldObject): WorldObject | undefined {
  const reference = valueAt(scaler.manifest, 'spec.scaleTargetRef');
  const [kind, name, namespace] = [textAt(reference, 'kind') ?? '', textAt(reference, 'name') ?? '', world.namespaceOf(scaler)];
  const exact = world.tryFind(`${groupOf(textAt(reference, 'apiVersion') ?? '')}/${kind}`, namespace, name);
  return exact ?? world.ofKind(kind).find((object) => object.manifest.metadata.name === name && world.namespaceOf(object) === namespace);
}

/** The HorizontalPodAutoscalers of a world, by what they scale. */
export class Autoscalers {
  private readonly byTarget: ReadonlyMap<WorldObject, WorldObject>;

  constructor(world: World) {
    const scalers = world.ofType('autoscaling/HorizontalPodAutoscaler');
    this.byTarget = new Map(
      scalers.flatMap((scaler) => {
        const target = scaledBy(world, scaler);
        return target === undefined ? [] : [[target, scaler] as const];
      }),
    );
  }

  /** Undefined if nothing scales it. */
  tryFind(workload: WorldObject): WorldObject | undefined {
    return this.byTarget.get(workload);
  }

  /** How few replicas a workload may have, and how many. */
  replicasOf(workload: WorldObject): { readonly least: number; readonly most: number } {
    const scaler = this.tryFind(workload)?.manifest;
    if (scaler !== undefined) return { least: numberAt(scaler, 'spec.minReplicas') ?? 1, most: numberAt(scaler, 'spec.maxReplicas') ?? 1 };
    const own = numberAt(workload.manifest, 'spec.replicas') ?? 1;
    return { least: own, most: own };
  }
}
