import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { once } from '../once';
import type { PlatformFacts } from '../platform-facts';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { servicesOf } from './label-index';

/**
 * Whether something that is named and not among the objects is really missing: who wrote what names it should have written it here,
 * too. Of manifests that nobody here wrote, that is so if they hold others of its kind in its namespace.
 */
export function isMissing(world: World, { unit }: Pick<WorldObject, 'unit'>, namespace: string, hasOthers: boolean): boolean {
  return (unit !== undefined || hasOthers) && !filledElsewhere(world).has(namespace);
}

/** Why a Service that an object names is none; undefined if it may be in the cluster all the same. */
export function missingService(world: World, object: WorldObject, namespace: string, name: string): string | undefined {
  const hasOthers = servicesOf(world).in(namespace).length > 0;
  return isMissing(world, object, namespace, hasOthers)
    ? `names the Service ${name}, which namespace ${namespace} does not have`
    : undefined;
}

/** Namespaces that hold what is not among the objects: what charts render, and what somebody else's Applications bring. */
export const filledElsewhere = once((world: World): ReadonlySet<string> => {
  const applications = world.ofType('argoproj.io/Application').filter((application) => bringsOthers(application, world.facts));
  const releases = world.ofType('helm.toolkit.fluxcd.io/HelmRelease');
  return new Set([
    ...applications.flatMap(({ manifest }) => textAt(manifest, 'spec.destination.namespace') ?? []),
    ...releases.map((release) => textAt(release.manifest, 'spec.targetNamespace') ?? world.namespaceOf(release)),
  ]);
});

/** Of ours, the folders of our own repository are among the objects. */
function bringsOthers({ manifest, unit }: WorldObject, facts: PlatformFacts | undefined): boolean {
  const sources = [valueAt(manifest, 'spec.source'), ...listAt(manifest, 'spec.sources')].filter((source) => source !== undefined);
  const isOurs = (source: unknown): boolean =>
    valueAt(source, 'chart') === undefined && (facts === undefined || valueAt(source, 'repoURL') === facts.repository.url);
  return unit === undefined || !sources.every(isOurs);
}
