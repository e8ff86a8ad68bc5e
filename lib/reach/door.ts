import { listAt, textAt } from '../manifest/fields';
import { groupOf, typeOf } from '../manifest/identity';
import { valueAt } from '../manifest/manifest';
import { podSpecPath } from '../manifest/pod-template';
import { backendLead } from './backend';
import { endpointOf } from './endpoint';
import { hostPorts } from './host-port';
import { joined, type Lead } from './lead';
import { PortSet } from './port-set';
import { applied, type ReachObject } from './reach-world';
import { Services } from './services';

export type DoorKind =
  | 'LoadBalancer'
  | 'NodePort'
  | 'externalIPs'
  | 'ExternalName'
  | 'Ingress'
  | 'Route'
  | 'Gateway'
  | 'hostPort'
  | 'hostNetwork';

/** A way into the cluster, or for ExternalName out of it, besides addresses of pods. Whether policies let anybody through is another question. */
export interface Door extends Lead {
  readonly kind: DoorKind;
  readonly object: ReachObject;
  /** Path of what makes it a door: `spec.type`. */
  readonly field: string;
}

/** Every door among some objects, in their order. */
export function doorsOf(all: readonly ReachObject[]): Door[] {
  const objects = applied(all);
  const endpoints = objects.flatMap((object) => endpointOf(object) ?? []);
  const services = new Services(objects, endpoints);
  const routes = objects.filter(isRoute);
  return objects.flatMap((object): Door[] => {
    switch (typeOf(object.manifest)) {
      case '/Service':
        return serviceDoors(services, object);
      case 'networking.k8s.io/Ingress':
        return [{ kind: 'Ingress', object, field: 'spec', ...backendLead(services, object) }];
      case 'route.openshift.io/Route':
        return [{ kind: 'Route', object, field: 'spec.to', ...backendLead(services, object) }];
      case GATEWAY:
        return [gatewayDoor(services, routes, object)];
      default:
        if (isRoute(object)) return routeDoor(services, object);
        return podDoors(object);
    }
  });
}

function serviceDoors(services: Services, object: ReachObject): Door[] {
  const { manifest, namespace } = object;
  const lead = services.lead(namespace, manifest.metadata.name);
  const type = textAt(manifest, 'spec.type');
  const kinds = ['LoadBalancer', 'NodePort', 'ExternalName'] as const;
  return [
    ...kinds.flatMap((kind) => (kind === type ? [{ kind, object, field: 'spec.type', ...lead }] : [])),
    ...(listAt(manifest, 'spec.externalIPs').length > 0
      ? [{ kind: 'externalIPs' as const, object, field: 'spec.externalIPs', ...lead }]
      : []),
  ];
}

const GATEWAY_GROUP = 'gateway.networking.k8s.io';
const GATEWAY = `${GATEWAY_GROUP}/Gateway`;

/** HTTPRoute, GRPCRoute, TCPRoute, TLSRoute, UDPRoute. */
function isRoute({ manifest }: ReachObject): boolean {
  return groupOf(manifest.apiVersion) === GATEWAY_GROUP && manifest.kind.endsWith('Route');
}

/** Routes of a service mesh have Services for parents, and let nobody in; no more does one without parents. */
function routeDoor(services: Services, object: ReachObject): Door[] {
  const isForMesh = listAt(object.manifest, 'spec.parentRefs').every((parent) => textAt(parent, 'kind') === 'Service');
  return isForMesh ? [] : [{ kind: 'Route', object, field: 'spec.parentRefs', ...backendLead(services, object) }];
}

/** A Gateway leads where the routes lead that ask for it, whether it takes them or not. */
function gatewayDoor(services: Services, routes: readonly ReachObject[], object: ReachObject): Door {
  const { name } = object.manifest.metadata;
  const asking = routes.filter(({ manifest, namespace }) =>
    listAt(manifest, 'spec.parentRefs').some(
      (parent) =>
        (textAt(parent, 'kind') ?? 'Gateway') === 'Gateway' &&
        textAt(parent, 'name') === name &&
        (textAt(parent, 'namespace') ?? namespace) === object.namespace,
    ),
  );
  return { kind: 'Gateway', object, field: 'spec.listeners', ...joined(asking.map((route) => backendLead(services, route))) };
}

/** What a pod on the network of its node listens on, the node listens on. */
function podDoors(object: ReachObject): Door[] {
  const endpoint = endpointOf(object);
  const path = podSpecPath(object.manifest);
  if (endpoint === undefined || path === undefined) return [];
  const to = (ports: PortSet): Lead => joined([{ to: [{ workload: endpoint.workload, ports }], unknown: [] }]);
  if (endpoint.hostNetwork) return [{ kind: 'hostNetwork', object, field: `${path}.hostNetwork`, ...to(PortSet.all) }];
  return hostPorts(valueAt(object.manifest, path)).map(({ field, ports }) => ({
    kind: 'hostPort',
    object,
    field: `${path}.${field}`,
    ...to(ports),
  }));
}
