import { textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { missingService } from './elsewhere';
import { podsBehind } from './label-index';

export const statefulSet: Rule = {
  id: 'wiring/stateful-set',
  title: 'A StatefulSet names a headless Service that selects its pods',
  severity: 'error',
  rationale:
    'Pods of a StatefulSet are known by name only through a headless Service (Kubernetes documentation, StatefulSet: limitations; hardening 2, Wiring).',
  requirements: ['A3', 'A4'],
  fix: 'name a Service of the namespace that has clusterIP: None and the selector of the StatefulSet',
  *check(world) {
    for (const object of world.ofType('apps/StatefulSet')) {
      const message = problemOf(world, object);
      if (message !== undefined) yield { object, field: 'spec.serviceName', message };
    }
  },
};

function problemOf(world: World, object: WorldObject): string | undefined {
  const name = textAt(object.manifest, 'spec.serviceName') ?? '';
  const namespace = world.namespaceOf(object);
  if (name === '') return object.unit && 'is missing';
  const service = world.tryFind('/Service', namespace, name);
  if (service === undefined) return missingService(world, object, namespace, name);
  const address = valueAt(service.manifest, 'spec.clusterIP');
  if (address !== 'None') return `names the Service ${name}, which is not headless: its clusterIP is ${address ?? 'given by the cluster'}`;
  if (podsBehind(world, service).some((pod) => pod.object === object)) return undefined;
  return `names the Service ${name}, which does not select its pods`;
}
