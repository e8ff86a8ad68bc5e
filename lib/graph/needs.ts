import { listAt, textAt } from '../manifest/fields';
import { groupOf, isCustomResource, spokenName, typeOf } from '../manifest/identity';
import { valueAt } from '../manifest/manifest';
import { secretReferences } from '../policy/secrets/secret-reference';
import { SecretSources } from '../policy/secrets/secret-source';
import { backendsOf, ROUTES } from '../policy/wiring/backend';
import { configMapReferences } from '../policy/wiring/config-map-reference';
import { parentsOf } from '../policy/wiring/gateway';
import type { World } from '../policy/world';
import type { WorldObject } from '../policy/world-object';
import { chartConfigMaps, issuerOf } from './absent';
import type { Link } from './graph';
import type { Parts } from './parts';

/** Secrets and ConfigMaps that one part reads and another brings. */
export function* readLinks(world: World, parts: Parts): Iterable<Link> {
  const sources = new SecretSources(world);
  for (const { object, namespace, name } of secretReferences(world)) {
    for (const source of sources.of(namespace, name)) yield* between(parts, 'reads', object, source.object, `Secret ${namespace}/${name}`);
  }
  for (const pod of world.pods) {
    for (const { name } of configMapReferences(pod)) {
      const source = world.tryFind('/ConfigMap', pod.namespace, name);
      yield* between(parts, 'reads', pod.object, source, `ConfigMap ${pod.namespace}/${name}`);
    }
  }
  yield* ofCharts(world, parts);
}

/** ConfigMaps that the values of a chart say are there already. */
function* ofCharts(world: World, parts: Parts): Iterable<Link> {
  for (const { application, namespace, names } of chartConfigMaps(world)) {
    for (const name of names)
      yield* between(parts, 'reads', application, world.tryFind('/ConfigMap', namespace, name), `ConfigMap ${namespace}/${name}`);
  }
}

/**
 * What has to be there, for an object to be anything: definitions of its kind, the Gateway of a route and the Service that it leads to,
 * classes of storage and priority.
 * @param definers API groups of custom resources, with the component that defines them
 */
export function* needLinks(world: World, parts: Parts, definers: ReadonlyMap<string, string>): Iterable<Link> {
  const groups = new Map([
    ...definersIn(world, parts),
    ...[...definers].map(([group, component]) => [group, parts.named(component)] as const),
  ]);
  for (const { object, namespace, name } of backendsOf(world)) {
    const service = world.tryFind('/Service', namespace, name);
    yield* between(parts, 'depends-on', object, service, `backend of ${spokenName(object.manifest)}`);
  }
  for (const object of world.objects) {
    const part = parts.of(object);
    if (part === undefined) continue;
    const definer = isCustomResource(object.manifest) ? groups.get(groupOf(object.manifest.apiVersion)) : undefined;
    if (definer !== undefined && definer !== part)
      yield { kind: 'depends-on', from: part, to: definer, because: `${object.manifest.kind} of ${groupOf(object.manifest.apiVersion)}` };
    for (const needed of classesOf(world, object))
      yield* between(parts, 'depends-on', object, needed, needed && spokenName(needed.manifest));
  }
}

function* definersIn(world: World, parts: Parts): Iterable<readonly [string, string | undefined]> {
  for (const definition of world.ofKind('CustomResourceDefinition')) {
    const group = textAt(definition.manifest, 'spec.group');
    if (group !== undefined) yield [group, parts.of(definition)];
  }
}

function* between(parts: Parts, kind: Link['kind'], one: WorldObject, other: WorldObject | undefined, because = ''): Iterable<Link> {
  const [from, to] = [parts.of(one), other && parts.of(other)];
  if (from !== undefined && to !== undefined && from !== to) yield { kind, from, to, because };
}

/** Objects that one names as its class or parent. */
function classesOf(world: World, object: WorldObject): (WorldObject | undefined)[] {
  const type = typeOf(object.manifest);
  const pod = world.tryPods(object);
  const storage = (claim: unknown): WorldObject | undefined =>
    world.tryFind('storage.k8s.io/StorageClass', '', textAt(claim, 'spec.storageClassName') ?? '');
  return [
    ...(ROUTES.includes(type) ? parentsOf(world, object).map(({ gateway }) => gateway) : []),
    ...listAt(object.manifest, 'spec.volumeClaimTemplates').map(storage),
    ...(type === '/PersistentVolumeClaim' ? [storage(object.manifest)] : []),
    ...(type === 'cert-manager.io/Certificate' ? [issuerOf(world, object)] : []),
    ...(pod === undefined
      ? []
      : [
          ...listAt(pod.spec, 'volumes').map((volume) => storage(valueAt(volume, 'ephemeral.volumeClaimTemplate'))),
          world.tryFind('scheduling.k8s.io/PriorityClass', '', textAt(pod.spec, 'priorityClassName') ?? ''),
        ]),
  ];
}
