import { listAt, textAt, textsAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { selects } from './label-selector';

/** One door of a Gateway. */
export interface Listener {
  readonly gateway: WorldObject;
  /** Path in the Gateway: `spec.listeners[0]`. */
  readonly field: string;
  readonly name: string | undefined;
  readonly protocol: string | undefined;
  /** Every host, where there is none. */
  readonly hostname: string | undefined;
  readonly value: unknown;
}

/** What a route asks to be attached to. */
export interface Parent {
  /** Path in the route: `spec.parentRefs[0]`. */
  readonly field: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName: string | undefined;
  readonly port: unknown;
  /** Undefined if it is not among the objects. */
  readonly gateway: WorldObject | undefined;
}

export const GATEWAY = 'gateway.networking.k8s.io/Gateway';

export function listenersOf(gateway: WorldObject): Listener[] {
  return listAt(gateway.manifest, 'spec.listeners').map((value, index) => ({
    gateway,
    field: `spec.listeners[${index}]`,
    name: textAt(value, 'name'),
    protocol: textAt(value, 'protocol'),
    hostname: textAt(value, 'hostname') || undefined,
    value,
  }));
}

/** The Gateways that a route names; other parents, as meshes have them, are left out. */
export function parentsOf(world: World, route: WorldObject): Parent[] {
  return listAt(route.manifest, 'spec.parentRefs').flatMap((reference, index) => {
    const type = `${textAt(reference, 'group') ?? 'gateway.networking.k8s.io'}/${textAt(reference, 'kind') ?? 'Gateway'}`;
    const name = textAt(reference, 'name');
    if (type !== GATEWAY || name === undefined) return [];
    const namespace = textAt(reference, 'namespace') ?? world.namespaceOf(route);
    const sectionName = textAt(reference, 'sectionName');
    const gateway = world.tryFind(GATEWAY, namespace, name);
    return [{ field: `spec.parentRefs[${index}]`, namespace, name, sectionName, port: valueAt(reference, 'port'), gateway }];
  });
}

/** The listeners that a route asks for, whether they take it or not. */
export function listenersFor({ gateway, sectionName, port }: Parent): Listener[] {
  if (gateway === undefined) return [];
  return listenersOf(gateway).filter(
    ({ name, value }) => (sectionName ?? name) === name && (port ?? valueAt(value, 'port')) === valueAt(value, 'port'),
  );
}

/** Whether a listener takes routes of a namespace; of a namespace whose labels are not known it may. */
export function takesFrom(world: World, { gateway, value }: Listener, namespace: string): boolean {
  switch (textAt(value, 'allowedRoutes.namespaces.from') ?? 'Same') {
    case 'All':
      return true;
    case 'Same':
      return world.namespaceOf(gateway) === namespace;
    case 'Selector': {
      const labels = world.labelsOfNamespace(namespace);
      return labels === undefined || selects(valueAt(value, 'allowedRoutes.namespaces.selector'), labels);
    }
    default:
      return false;
  }
}

/** Whether a route gets any calls through a listener, by their hosts. */
function sharesHost({ hostname }: Listener, route: WorldObject): boolean {
  const hosts = textsAt(route.manifest, 'spec.hostnames');
  return hosts.length === 0 || hosts.some((host) => overlaps(hostname, host));
}

/** Whether two hosts have a name in common; a wildcard stands for one label or more (Gateway API, Hostname). */
export function overlaps(one: string | undefined, other: string): boolean {
  if (one === undefined || one === other) return true;
  return covers(one, other) || covers(other, one);
}

function covers(wildcard: string, host: string): boolean {
  return wildcard.startsWith('*.') && host.endsWith(wildcard.slice(1));
}

/** The listeners that a route is really attached to. */
export function attachedTo(world: World, route: WorldObject): Listener[] {
  const namespace = world.namespaceOf(route);
  return parentsOf(world, route).flatMap((parent) =>
    listenersFor(parent).filter((listener) => takesFrom(world, listener, namespace) && sharesHost(listener, route)),
  );
}
