import { listAt, textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { valueAt } from '../manifest/manifest';
import { joined, type Lead, leadsNowhereKnown } from './lead';
import type { ReachObject } from './reach-world';
import type { Services } from './services';

/** What an Ingress or a route names to send calls to. */
interface Backend {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** By number or name; undefined where all that the Service has are meant. */
  readonly port: unknown;
}

/** Where an Ingress, an OpenShift route or a route of the Gateway API sends calls to. */
export function backendLead(services: Services, object: ReachObject): Lead {
  return joined(
    backendsOf(object).map(({ group, kind, namespace, name, port }) =>
      group === '' && kind === 'Service'
        ? services.lead(namespace, name, port)
        : leadsNowhereKnown(`${kind}${group === '' ? '' : `.${group}`} ${namespace}/${name} is no Service`),
    ),
  );
}

function backendsOf(object: ReachObject): Backend[] {
  switch (typeOf(object.manifest)) {
    case 'networking.k8s.io/Ingress':
      return ofIngress(object);
    case 'route.openshift.io/Route':
      return ofOpenShift(object);
    default:
      return ofRoute(object);
  }
}

function ofIngress({ manifest, namespace }: ReachObject): Backend[] {
  const paths = listAt(manifest, 'spec.rules').flatMap((rule) => listAt(rule, 'http.paths').map((path) => valueAt(path, 'backend')));
  return [valueAt(manifest, 'spec.defaultBackend'), ...paths].flatMap((backend) => {
    const port = valueAt(backend, 'service.port.number') ?? valueAt(backend, 'service.port.name');
    return [...reference(valueAt(backend, 'service'), namespace, port), ...reference(valueAt(backend, 'resource'), namespace, undefined)];
  });
}

/** Its port is one of the pods, so that of the Service all are taken. */
function ofOpenShift({ manifest, namespace }: ReachObject): Backend[] {
  return [valueAt(manifest, 'spec.to'), ...listAt(manifest, 'spec.alternateBackends')].flatMap((to) => reference(to, namespace, undefined));
}

/** Mirrors get a copy of each call. */
function ofRoute({ manifest, namespace }: ReachObject): Backend[] {
  return listAt(manifest, 'spec.rules').flatMap((rule) => {
    const named = listAt(rule, 'backendRefs');
    const filters = [rule, ...named].flatMap((each) => listAt(each, 'filters'));
    const mirrors = filters.map((filter) => valueAt(filter, 'requestMirror.backendRef'));
    return [...named, ...mirrors].flatMap((to) => reference(to, textAt(to, 'namespace') ?? namespace, valueAt(to, 'port')));
  });
}

function reference(value: unknown, namespace: string, port: unknown): Backend[] {
  const name = textAt(value, 'name');
  if (name === undefined) return [];
  const group = textAt(value, 'group') ?? textAt(value, 'apiGroup') ?? '';
  return [{ group, kind: textAt(value, 'kind') ?? 'Service', namespace, name, port }];
}
