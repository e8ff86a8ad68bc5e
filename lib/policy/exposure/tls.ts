import { listAt, textAt, textsAt } from '../../manifest/fields';
import { groupBy } from '../../manifest/group-by';
import { spokenName } from '../../manifest/identity';
import { isMapping, valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import { ROUTES } from '../wiring/backend';
import { attachedTo, GATEWAY, type Listener, listenersOf } from '../wiring/gateway';
import type { WorldObject } from '../world-object';

export const exposedTls: Rule = {
  id: 'exposure/tls',
  title: 'Everything that is exposed is exposed by TLS, or sends callers there',
  severity: 'error',
  rationale: 'What crosses the edge in plain text is read and changed on its way (hardening 2, Network: ingress TLS).',
  requirements: ['A17', 'A37', 'B40'],
  fix: 'attach routes to an HTTPS listener (Gateway), list the host under spec.tls (Ingress), or only redirect',
  *check(world) {
    for (const object of world.ofType('networking.k8s.io/Ingress')) yield* plainHosts(object);
    for (const object of world.ofType('route.openshift.io/Route')) yield* plainRoute(object);
    const routes = ROUTES.flatMap((type) => world.ofType(type));
    const attachments = routes.flatMap((route) => attachedTo(world, route).map((listener) => ({ key: keyOf(listener), route })));
    const attached = groupBy(attachments, ({ key }) => key);
    for (const gateway of world.ofType(GATEWAY)) {
      for (const listener of listenersOf(gateway)) {
        yield* weakListener(
          listener,
          (attached.get(keyOf(listener)) ?? []).map(({ route }) => route),
        );
      }
    }
  },
};

function keyOf({ gateway, field }: Listener): string {
  return `${gateway.key} ${field}`;
}

function* plainHosts(object: WorldObject): Iterable<Violation> {
  const covered = listAt(object.manifest, 'spec.tls').flatMap((entry) => textsAt(entry, 'hosts'));
  const rules = listAt(object.manifest, 'spec.rules');
  if (rules.length === 0 && listAt(object.manifest, 'spec.tls').length === 0) yield { object, field: 'spec.tls', message: 'is missing' };
  for (const [index, rule] of rules.entries()) {
    const host = textAt(rule, 'host') ?? '';
    const parent = host.replace(/^[^.]*/, '*');
    // A rule for every host has the certificate of whichever entry fits.
    if (host === '' ? listAt(object.manifest, 'spec.tls').length > 0 : covered.includes(host) || covered.includes(parent)) continue;
    yield { object, field: `spec.rules[${index}].host`, message: `is ${host === '' ? 'every host' : host}, which spec.tls does not have` };
  }
}

function* plainRoute(object: WorldObject): Iterable<Violation> {
  const settings = valueAt(object.manifest, 'spec.tls');
  if (!isMapping(settings)) yield { object, field: 'spec.tls', message: 'is missing' };
  else if (settings['insecureEdgeTerminationPolicy'] === 'Allow') {
    yield { object, field: 'spec.tls.insecureEdgeTerminationPolicy', message: 'is Allow; expected Redirect or None' };
  }
}

function* weakListener(listener: Listener, routes: readonly WorldObject[]): Iterable<Violation> {
  const { gateway: object, field, protocol, value } = listener;
  if (protocol === 'HTTPS' || protocol === 'TLS') {
    const isPassedOn = textAt(value, 'tls.mode') === 'Passthrough';
    if (!isPassedOn && listAt(value, 'tls.certificateRefs').length === 0) {
      yield { object, field: `${field}.tls`, message: 'has no certificateRefs' };
    }
    return;
  }
  if (protocol !== 'HTTP') {
    yield { object, field: `${field}.protocol`, message: `is ${protocol ?? 'missing'}; expected HTTPS, or HTTP that only redirects` };
    return;
  }
  const from = textAt(value, 'allowedRoutes.namespaces.from') ?? 'Same';
  if (from !== 'Same' && from !== 'None') {
    yield { object, field: `${field}.allowedRoutes.namespaces.from`, message: `is ${from}: others could serve in plain text here` };
  }
  for (const route of routes.filter((route) => !onlyRedirects(route))) {
    yield { object, field, message: `serves ${spokenName(route.manifest)} in plain text` };
  }
}

/** Whether all rules send callers to https. */
export function onlyRedirects({ manifest }: WorldObject): boolean {
  const rules = listAt(manifest, 'spec.rules');
  return (
    rules.length > 0 &&
    rules.every((rule) => listAt(rule, 'filters').some((filter) => textAt(filter, 'requestRedirect.scheme') === 'https'))
  );
}
