import { listAt, textAt, textsAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { attachedTo, GATEWAY } from '../wiring/gateway';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { onlyRedirects } from './tls';

export const exposedHost: Rule = {
  id: 'exposure/host',
  title: 'What is exposed has a name of the environment’s domain, and its own',
  severity: 'error',
  rationale:
    'An empty host or a wildcard takes over what belongs to others; a name of another domain is one that this environment has no certificate for and no right to (hardening 2, Network: wildcard and empty host; requirement A52).',
  requirements: ['A52', 'B40', 'C23'],
  fix: 'name one host below the domain of the environment, that no other namespace has',
  *check(world) {
    const owners = new Map<string, string>();
    for (const { object, field, name, isShared } of hostsOf(world)) {
      const namespace = world.namespaceOf(object);
      const owner = owners.get(name) ?? namespace;
      const message = problemOf(world, name, isShared);
      if (message !== undefined) yield { object, field, message };
      if (isShared || world.facts === undefined) continue;
      owners.set(name, owner);
      if (owner !== namespace) yield { object, field, message: `is ${name}, which namespace ${owner} has already` };
    }
  },
};

interface Host {
  readonly object: WorldObject;
  readonly field: string;
  /** Empty for every host. */
  readonly name: string;
  /** Whether it is the edge's own, where others attach to it: wildcards are for those. */
  readonly isShared: boolean;
}

function problemOf({ facts }: World, name: string, isShared: boolean): string | undefined {
  if (name === '') return 'is empty, which is every host';
  if (name.startsWith('*') && !isShared) return `is ${name}; wildcards are the Gateway’s`;
  if (facts === undefined || name === facts.domain || name.endsWith(`.${facts.domain}`)) return undefined;
  return `is ${name}, which is not of ${facts.domain}`;
}

function hostsOf(world: World): Host[] {
  return [
    ...world.ofType('networking.k8s.io/Ingress').flatMap(ofIngress),
    ...world.ofType('route.openshift.io/Route').map((object) => own(object, 'spec.host', textAt(object.manifest, 'spec.host') ?? '')),
    ...['HTTPRoute', 'GRPCRoute', 'TLSRoute']
      .flatMap((kind) => world.ofType(`gateway.networking.k8s.io/${kind}`))
      .flatMap((object) => ofRoute(world, object)),
    ...world.ofType(GATEWAY).flatMap(ofGateway),
    ...world.ofType('cert-manager.io/Certificate').flatMap(ofCertificate),
  ];
}

function own(object: WorldObject, field: string, name: string): Host {
  return { object, field, name, isShared: false };
}

function ofIngress(object: WorldObject): Host[] {
  const { manifest } = object;
  const served = listAt(manifest, 'spec.rules').map((rule, index) => own(object, `spec.rules[${index}].host`, textAt(rule, 'host') ?? ''));
  const everything = valueAt(manifest, 'spec.defaultBackend') === undefined ? [] : [own(object, 'spec.defaultBackend', '')];
  const certified = listAt(manifest, 'spec.tls').flatMap((entry, at) =>
    textsAt(entry, 'hosts').map((name, index) => ({ object, field: `spec.tls[${at}].hosts[${index}]`, name, isShared: true })),
  );
  return [...served, ...everything, ...certified];
}

/** Without hosts a route has those of its listeners. */
function ofRoute(world: World, object: WorldObject): Host[] {
  const names = textsAt(object.manifest, 'spec.hostnames');
  if (names.length > 0) return names.map((name, index) => own(object, `spec.hostnames[${index}]`, name));
  const listeners = attachedTo(world, object);
  const isNamed = listeners.length > 0 && listeners.every(({ hostname }) => hostname !== undefined && !hostname.startsWith('*'));
  return isNamed || onlyRedirects(object) ? [] : [own(object, 'spec.hostnames', '')];
}

/** A listener that only redirects needs no name: it serves nothing. */
function ofGateway(object: WorldObject): Host[] {
  return listAt(object.manifest, 'spec.listeners').flatMap((listener, index) => {
    const name = textAt(listener, 'hostname') ?? '';
    const isNameless = name === '' && !['HTTPS', 'TLS'].includes(textAt(listener, 'protocol') ?? '');
    return isNameless ? [] : [{ object, field: `spec.listeners[${index}].hostname`, name, isShared: true }];
  });
}

/** Names of Services, and of what runs in the same pod, are no hosts. */
function ofCertificate(object: WorldObject): Host[] {
  return textsAt(object.manifest, 'spec.dnsNames').flatMap((name, index) =>
    INSIDE.test(name) ? [] : [{ object, field: `spec.dnsNames[${index}]`, name, isShared: true }],
  );
}

const INSIDE = /^[^.*]+$|\.svc(\.cluster\.local)?$/;
