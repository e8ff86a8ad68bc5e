import { numberAt, textAt } from '../../manifest/fields';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** The HorizontalPodAutoscalers of a world, by what they scale. */
export class Autoscalers {
  private readonly byTarget: ReadonlyMap<string, WorldObject>;

  constructor(private readonly world: World) {
    const scalers = world.ofType('autoscaling/HorizontalPodAutoscaler');
    this.byTarget = new Map(scalers.map((object) => [targetOf(object, world), object]));
  }

  /** Undefined if nothing scales it. */
  tryFind(workload: WorldObject): WorldObject | undefined {
    const { kind, metadata } = workload.manifest;
    return this.byTarget.get(`${this.world.namespaceOf(workload)}/${kind}/${metadata.name}`);
  }

  /** How few replicas a workload may have, and how many. */
  replicasOf(workload: WorldObject): { readonly least: number; readonly most: number } {
    const scaler = this.tryFind(workload)?.manifest;
    if (scaler !== undefined) return { least: numberAt(scaler, 'spec.minReplicas') ?? 1, most: numberAt(scaler, 'spec.maxReplicas') ?? 1 };
    const own = numberAt(workload.manifest, 'spec.replicas') ?? 1;
    return { least: own, most: own };
  }
}

function targetOf(scaler: WorldObject, world: World): string {
  const { manifest } = scaler;
  return `${world.namespaceOf(scaler)}/${textAt(manifest, 'spec.scaleTargetRef.kind')}/${textAt(manifest, 'spec.scaleTargetRef.name')}`;
}
