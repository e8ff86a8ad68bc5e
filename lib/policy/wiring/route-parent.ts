import { textsAt } from '../../manifest/fields';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { ROUTES } from './backend';
import { isMissing } from './elsewhere';
import { GATEWAY, listenersFor, listenersOf, overlaps, type Parent, parentsOf, takesFrom } from './gateway';

export const routeParent: Rule = {
  id: 'wiring/route-parent',
  title: 'A route is attached to a listener that exists, takes its namespace and its hosts',
  severity: 'error',
  rationale:
    'A Gateway leaves aside what it does not accept; the route is there, and nobody gets through (Gateway API: allowedRoutes are of the Gateway’s own namespace unless it says otherwise).',
  requirements: ['A3', 'A37', 'A52'],
  fix: 'name a listener of the Gateway whose hostname and allowedRoutes fit, or widen the listener',
  *check(world) {
    const places = new Set(world.ofType(GATEWAY).map((gateway) => world.namespaceOf(gateway)));
    for (const object of ROUTES.flatMap((type) => world.ofType(type))) {
      for (const parent of parentsOf(world, object)) yield* problems(world, object, parent, places);
    }
  },
};

function* problems(world: World, object: WorldObject, parent: Parent, places: ReadonlySet<string>): Iterable<Violation> {
  const { field, gateway, namespace, name, sectionName, port } = parent;
  if (gateway === undefined) {
    if (!places.has(namespace) && !isMissing(world, object, namespace, false)) return;
    yield { object, field, message: `names the Gateway ${name}, which namespace ${namespace} does not have` };
    return;
  }
  const asked = listenersFor(parent);
  if (asked.length === 0) {
    const wanted = sectionName ?? `port ${port}`;
    const known = listenersOf(gateway).map((listener) => listener.name);
    yield {
      object,
      field,
      message: `names the listener ${wanted}, which Gateway ${namespace}/${name} does not have; it has ${known.join(', ')}`,
    };
    return;
  }
  const taking = asked.filter((listener) => takesFrom(world, listener, world.namespaceOf(object)));
  if (taking.length === 0) {
    yield {
      object,
      field,
      message: `names Gateway ${namespace}/${name}, which takes no routes of namespace ${world.namespaceOf(object)} there`,
    };
    return;
  }
  for (const [index, host] of textsAt(object.manifest, 'spec.hostnames').entries()) {
    if (taking.some(({ hostname }) => overlaps(hostname, host))) continue;
    const known = taking.map(({ hostname }) => hostname).join(', ');
    yield {
      object,
      field: `spec.hostnames[${index}]`,
      message: `is ${host}, which Gateway ${namespace}/${name} does not take there; it takes ${known}`,
    };
  }
}
