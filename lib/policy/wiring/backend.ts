import { listAt, textAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** A Service that calls from outside are led to. */
export interface Backend {
  readonly object: WorldObject;
  /** Path of what names it. */
  readonly field: string;
  readonly namespace: string;
  readonly name: string;
  /** Its port by number or name; undefined where none is named. */
  readonly port: unknown;
}

/** Kinds of routes of the Gateway API. */
export const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`);

const TYPES = ['networking.k8s.io/Ingress', 'route.openshift.io/Route', ...ROUTES];

/** Every Service that Ingresses and routes of a world lead to. */
export function backendsOf(world: World): Backend[] {
  return TYPES.flatMap((type) => world.ofType(type)).flatMap((object) => {
    const namespace = world.namespaceOf(object);
    return referencesOf(object).flatMap(({ field, reference, port }) => {
      const name = textAt(reference, 'name');
      const isService = (textAt(reference, 'kind') ?? 'Service') === 'Service' && (textAt(reference, 'group') ?? '') === '';
      return name === undefined || !isService
        ? []
        : [{ object, field, name, port, namespace: textAt(reference, 'namespace') ?? namespace }];
    });
  });
}

interface Reference {
  readonly field: string;
  readonly reference: unknown;
  readonly port: unknown;
}

function referencesOf({ manifest }: WorldObject): Reference[] {
  switch (typeOf(manifest)) {
    case 'networking.k8s.io/Ingress':
      return ofIngress(manifest);
    case 'route.openshift.io/Route':
      return ofOpenShift(manifest);
    default:
      return ofRoute(manifest);
  }
}

function ofIngress(manifest: unknown): Reference[] {
  const paths = listAt(manifest, 'spec.rules').flatMap((rule, at) =>
    listAt(rule, 'http.paths').map((path, index) => ({
      field: `spec.rules[${at}].http.paths[${index}].backend.service`,
      reference: valueAt(path, 'backend.service'),
    })),
  );
  return [{ field: 'spec.defaultBackend.service', reference: valueAt(manifest, 'spec.defaultBackend.service') }, ...paths].map((found) => ({
    ...found,
    port: valueAt(found.reference, 'port.number') ?? valueAt(found.reference, 'port.name'),
  }));
}

/** Its port is one of the pods, not of the Service. */
function ofOpenShift(manifest: unknown): Reference[] {
  const others = listAt(manifest, 'spec.alternateBackends').map((reference, index) => ({
    field: `spec.alternateBackends[${index}]`,
    reference,
    port: undefined,
  }));
  return [{ field: 'spec.to', reference: valueAt(manifest, 'spec.to'), port: undefined }, ...others];
}

function ofRoute(manifest: unknown): Reference[] {
  return listAt(manifest, 'spec.rules').flatMap((rule, at) => {
    const mirrors = listAt(rule, 'filters').map((filter, index) => ({
      field: `spec.rules[${at}].filters[${index}].requestMirror.backendRef`,
      reference: valueAt(filter, 'requestMirror.backendRef'),
    }));
    const backends = listAt(rule, 'backendRefs').map((reference, index) => ({
      field: `spec.rules[${at}].backendRefs[${index}]`,
      reference,
    }));
    return [...backends, ...mirrors].map((found) => ({ ...found, port: valueAt(found.reference, 'port') }));
  });
}
