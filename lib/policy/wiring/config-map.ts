import { isMapping, valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { type ConfigMapReference, configMapReferences } from './config-map-reference';
import { isMissing } from './elsewhere';

export const configMap: Rule = {
  id: 'wiring/config-map',
  title: 'A pod reads ConfigMaps and keys of them that exist',
  severity: 'error',
  rationale:
    'A pod whose ConfigMap or key is missing waits as CreateContainerConfigError, and a rollout with it (Kubernetes documentation, ConfigMap).',
  requirements: ['A3', 'A53'],
  fix: 'name a ConfigMap of the namespace and one of its keys, or set optional: true',
  *check(world) {
    const places = new Set(world.ofType('/ConfigMap').map((object) => world.namespaceOf(object)));
    for (const pod of world.pods) {
      for (const reference of configMapReferences(pod)) {
        const message = problemOf(world, pod.object, pod.namespace, reference, places);
        if (message !== undefined) yield { object: pod.object, field: reference.field, message };
      }
    }
  },
};

/** ConfigMaps that clusters put into every namespace. */
const EVERYWHERE: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt']);

function problemOf(
  world: World,
  object: WorldObject,
  namespace: string,
  { name, keys }: ConfigMapReference,
  places: ReadonlySet<string>,
): string | undefined {
  if (EVERYWHERE.has(name)) return undefined;
  const found = world.tryFind('/ConfigMap', namespace, name);
  if (found === undefined) {
    return isMissing(world, object, namespace, places.has(namespace))
      ? `names the ConfigMap ${name}, which namespace ${namespace} does not have`
      : undefined;
  }
  const known = ['data', 'binaryData'].flatMap((part) => {
    const data = valueAt(found.manifest, part);
    return isMapping(data) ? Object.keys(data) : [];
  });
  const absent = keys.filter((key) => !known.includes(key));
  if (absent.length === 0) return undefined;
  return `names ${absent.join(', ')} of the ConfigMap ${name}, which has ${known.join(', ') || 'nothing'}`;
}
