import { listAt, textAt } from '../../manifest/fields';
import { spokenName } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { isAmong, portsOf, spokenPorts } from './container-port';
import { podsBehind } from './label-index';

export const targetPort: Rule = {
  id: 'wiring/target-port',
  title: 'A Service leads to ports that each of its pods listens on, by name and protocol',
  severity: 'error',
  rationale:
    'Kubernetes takes any target port: a name that no container has leaves the Service without endpoints, a wrong number refuses every call (hardening 2, Wiring: invalid targetPort).',
  requirements: ['A3', 'A4'],
  fix: 'name a port of the container: targetPort is its name, or its containerPort, with the same protocol',
  *check(world) {
    for (const object of world.ofType('/Service')) {
      for (const pod of podsBehind(world, object)) yield* unknownPorts(object, pod);
    }
  },
};

function* unknownPorts(object: WorldObject, pod: PodView): Iterable<{ object: WorldObject; field: string; message: string }> {
  const known = portsOf(pod);
  for (const [index, port] of listAt(object.manifest, 'spec.ports').entries()) {
    const wanted = valueAt(port, 'targetPort') ?? valueAt(port, 'port');
    const protocol = textAt(port, 'protocol') ?? 'TCP';
    // Containers need not list their ports, and those of others often do not.
    if (typeof wanted === 'number' && known.length === 0 && object.unit === undefined) continue;
    if (isAmong(known, wanted, protocol)) continue;
    yield {
      object,
      field: `spec.ports[${index}].targetPort`,
      message: `is ${typeof wanted === 'number' ? wanted : JSON.stringify(wanted)} (${protocol}), which is no port of ${spokenName(pod.object.manifest)}; it has ${spokenPorts(known)}`,
    };
  }
}
