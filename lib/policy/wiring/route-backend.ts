import { listAt, textAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { type Backend, backendsOf } from './backend';
import { missingService } from './elsewhere';

export const routeBackend: Rule = {
  id: 'wiring/route-backend',
  title: 'An Ingress or route leads to a Service that exists, at a port that it has',
  severity: 'error',
  rationale:
    'A backend that does not exist answers every caller with an error, and only the controller’s log says why (hardening 2, Wiring: dangling Ingress).',
  requirements: ['A3', 'A37', 'A52'],
  fix: 'name a Service of the namespace and one of its ports',
  *check(world) {
    for (const backend of backendsOf(world)) {
      const { object, field } = backend;
      const message = problemOf(world, backend);
      if (message !== undefined) yield { object, field, message };
    }
  },
};

function problemOf(world: World, { object, namespace, name, port }: Backend): string | undefined {
  const service = world.tryFind('/Service', namespace, name);
  if (service === undefined) return missingService(world, object, namespace, name);
  if (!mayRefer(world, object, namespace, name)) {
    return `names the Service ${name} of namespace ${namespace}, where no ReferenceGrant lets ${world.namespaceOf(object)} refer to it`;
  }
  const ports = listAt(service.manifest, 'spec.ports');
  if (port === undefined)
    return typeOf(object.manifest) === 'route.openshift.io/Route' ? undefined : `names no port of the Service ${name}`;
  if (ports.some((known) => valueAt(known, 'port') === port || valueAt(known, 'name') === port)) return undefined;
  const known = ports.map((at) => [textAt(at, 'name'), valueAt(at, 'port')].filter((part) => part !== undefined).join(' ')).join(', ');
  return `names port ${port} of the Service ${name}, which has ${known || 'none'}`;
}

/** Gateway API, ReferenceGrant: who is led to must agree, unless it is the same namespace. */
function mayRefer(world: World, object: WorldObject, namespace: string, name: string): boolean {
  const from = world.namespaceOf(object);
  if (from === namespace) return true;
  return world
    .ofType('gateway.networking.k8s.io/ReferenceGrant')
    .some(
      (grant) =>
        world.namespaceOf(grant) === namespace &&
        listAt(grant.manifest, 'spec.from').some(
          (who) => textAt(who, 'kind') === object.manifest.kind && textAt(who, 'namespace') === from,
        ) &&
        listAt(grant.manifest, 'spec.to').some((what) => textAt(what, 'kind') === 'Service' && (textAt(what, 'name') ?? name) === name),
    );
}
