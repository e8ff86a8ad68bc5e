import { listAt, textAt, textsAt } from '../../manifest/fields';
import { isMapping, valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { portsOf } from './container-port';
import { isMissing } from './elsewhere';
import { type LabelIndex, podsBehind, podsOf, servicesOf } from './label-index';
import { spokenSelector } from './label-selector';

export const monitor: Rule = {
  id: 'wiring/monitor',
  title: 'A ServiceMonitor or PodMonitor selects something, and names ports that it has',
  severity: 'error',
  rationale:
    'Prometheus says nothing of a monitor that selects nothing: there are no metrics, and alerts that need them never fire (hardening 2, Wiring: dangling ServiceMonitor).',
  requirements: ['A3', 'A8', 'D17'],
  fix: 'select by labels of the Service (ServiceMonitor) or of the pods (PodMonitor), in the namespace that they are in, and name their port',
  *check(world) {
    for (const object of world.ofType('monitoring.coreos.com/ServiceMonitor')) {
      const services = selected(world, object, servicesOf(world));
      yield* services.length > 0 ? servicePorts(world, object, services) : nothing(world, object, servicesOf(world));
    }
    for (const object of world.ofType('monitoring.coreos.com/PodMonitor')) {
      const pods = selected(world, object, podsOf(world));
      yield* pods.length > 0 ? podPorts(object, pods) : nothing(world, object, podsOf(world));
    }
  },
};

/** Where things are, whatever they are. */
type Places = Pick<LabelIndex<unknown>, 'in' | 'namespaces'>;

function namespacesOf(world: World, object: WorldObject, index: Places): string[] {
  const selector = valueAt(object.manifest, 'spec.namespaceSelector');
  if (valueAt(selector, 'any') === true) return index.namespaces;
  const named = textsAt(selector, 'matchNames');
  return named.length > 0 ? named : [world.namespaceOf(object)];
}

function selected<Item>(world: World, object: WorldObject, index: LabelIndex<Item>): Item[] {
  const selector = valueAt(object.manifest, 'spec.selector');
  return namespacesOf(world, object, index).flatMap((namespace) => index.select(namespace, isMapping(selector) ? selector : undefined));
}

function* nothing(world: World, object: WorldObject, index: Places): Iterable<Violation> {
  const namespaces = namespacesOf(world, object, index);
  if (namespaces.length === 0 && object.unit === undefined) return;
  if (!namespaces.every((namespace) => isMissing(world, object, namespace, index.in(namespace).length > 0))) return;
  const kind = object.manifest.kind === 'PodMonitor' ? 'pods' : 'Service';
  const wanted = spokenSelector(valueAt(object.manifest, 'spec.selector'));
  const where = namespaces.length === 0 ? 'anywhere' : `in ${namespaces.join(', ')}`;
  yield { object, field: 'spec.selector', message: `selects no ${kind} ${where} with ${wanted}` };
}

/** Of several that are selected, those that have the port are read. */
function* servicePorts(world: World, object: WorldObject, services: readonly WorldObject[]): Iterable<Violation> {
  for (const [index, endpoint] of listAt(object.manifest, 'spec.endpoints').entries()) {
    const field = `spec.endpoints[${index}]`;
    const port = textAt(endpoint, 'port');
    const names = services.flatMap(({ manifest }) => listAt(manifest, 'spec.ports').flatMap((at) => textAt(at, 'name') ?? []));
    if (port !== undefined && !names.includes(port)) {
      yield { object, field: `${field}.port`, message: `is "${port}"; the Services that it selects have ${spokenNames(names)}` };
    }
    const target = port === undefined ? valueAt(endpoint, 'targetPort') : undefined;
    const pods = services.flatMap((service) => podsBehind(world, service));
    if (target !== undefined && pods.length > 0) yield* unknownPort(object, `${field}.targetPort`, target, pods);
  }
}

function* podPorts(object: WorldObject, pods: readonly PodView[]): Iterable<Violation> {
  for (const [index, endpoint] of listAt(object.manifest, 'spec.podMetricsEndpoints').entries()) {
    const [key, port] =
      ['port', 'portNumber', 'targetPort'].map((at) => [at, valueAt(endpoint, at)] as const).find(([, at]) => at !== undefined) ?? [];
    if (port !== undefined) yield* unknownPort(object, `spec.podMetricsEndpoints[${index}].${key}`, port, pods);
  }
}

function* unknownPort(object: WorldObject, field: string, port: unknown, pods: readonly PodView[]): Iterable<Violation> {
  const ports = pods.flatMap(portsOf);
  if (ports.some(({ name, number }) => name === port || number === port)) return;
  if (typeof port === 'number' && object.unit === undefined) return;
  yield {
    object,
    field,
    message: `is ${JSON.stringify(port)}; the pods that it selects have ${spokenNames(ports.flatMap(({ name }) => name ?? []))}`,
  };
}

function spokenNames(names: readonly string[]): string {
  return [...new Set(names)].join(', ') || 'none';
}
