import { objectKey } from '../manifest/identity';
import { TIER } from '../manifest/tier';
import type { ClusterRanges, ReachObject } from '../reach/reach-world';
import { Reachability } from '../reach/reachability';
import type { EnvironmentFile } from './environment-file';
import { type FileProblem, reachObjects } from './reach-objects';

/** An object of a workload and the file that it is in. */
export interface WorkloadPlace {
  readonly key: string;
  readonly file: EnvironmentFile;
}

/** Who reaches whom in an environment before a change, or after it. */
export class ReachSide {
  readonly reachability: Reachability;
  readonly objects: readonly ReachObject[];
  /** While there are any, nothing is decided. */
  readonly problems: readonly FileProblem[];
  private readonly files: ReadonlyMap<ReachObject, EnvironmentFile>;

  constructor(environment: string, files: readonly EnvironmentFile[], ranges: ClusterRanges | undefined) {
    const found = reachObjects(environment, files);
    this.files = found.files;
    this.objects = [...found.files.keys()];
    this.reachability = new Reachability({ objects: this.objects, ...(ranges && { ranges }) });
    this.problems = [
      ...found.problems,
      ...[...this.reachability.problems, ...this.reachability.undecided].map(({ object, field, message }) => ({
        file: this.files.get(object) as EnvironmentFile,
        manifest: object.manifest,
        field,
        message,
      })),
    ];
  }

  /** The object that makes the pods of a workload, or the first of them that there is. Undefined if there is no such workload. */
  placeOf(workload: string): WorkloadPlace | undefined {
    const objects = (this.reachability.workloads.get(workload)?.endpoints ?? []).flatMap(({ object }) => object ?? []);
    const maker = objects.find(({ manifest }) => workload.endsWith(`/${manifest.kind}/${manifest.metadata.name}`)) ?? objects[0];
    const file = maker && this.files.get(maker);
    return maker && file && { key: objectKey(maker.manifest), file };
  }

  /** Whether a workload is a store, by its namespace or by what its pods say. */
  isStore(workload: string): boolean {
    const { workloads, namespaces } = this.reachability;
    const pods = workloads.get(workload)?.endpoints ?? [];
    return pods.some(({ namespace, labels }) => [labels, namespaces.labelsOf(namespace)].some((own) => own.at(TIER).values?.has('store')));
  }
}
