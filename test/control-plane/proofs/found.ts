import { type Manifest, spokenName } from '../../../lib';
import type { Cluster, Live } from '../harness/cluster';
import { apiVersionOf, pathOf, type Resource, resourcesOf } from './discovery';

/** What names an object. */
export type Reference = Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'>;

/** Finds objects of any kind in a cluster. */
export class Finder {
  private constructor(
    private readonly cluster: Cluster,
    private readonly resources: readonly Resource[],
  ) {}

  static async of(cluster: Cluster): Promise<Finder> {
    return new Finder(cluster, await resourcesOf(cluster));
  }

  /** Where an object is in the API. @throws if the cluster knows no such kind */
  path(reference: Reference): string {
    const { apiVersion, kind, metadata } = reference;
    const served = this.resources.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
    if (served === undefined) throw new Error(`the cluster does not know ${spokenName(reference)}`);
    return pathOf(served, metadata.name, metadata.namespace ?? '');
  }

  find(reference: Reference): Promise<Live | undefined> {
    return this.cluster.get(this.path(reference));
  }

  /** Identifiers of objects, which end with them: an object that was made anew has another. Undefined where there is none. */
  async identities(references: readonly Reference[]): Promise<Map<string, string | undefined>> {
    const found = await Promise.all(references.map(async (reference) => ({ reference, live: await this.find(reference) })));
    return new Map(found.map(({ reference, live }) => [spokenName(reference), identity(live)]));
  }
}

/** Undefined of what is not there, or about to go. */
function identity(live: Live | undefined): string | undefined {
  return live?.metadata.deletionTimestamp === undefined ? live?.metadata.uid : undefined;
}

/** What is no longer there, or is no longer the same. */
export function lost(before: ReadonlyMap<string, string | undefined>, after: ReadonlyMap<string, string | undefined>): string[] {
  return [...before].flatMap(([name, uid]) => {
    if (uid === undefined) return [`${name} was not there before`];
    if (after.get(name) === undefined) return [`${name} is gone`];
    return after.get(name) === uid ? [] : [`${name} was made anew`];
  });
}
