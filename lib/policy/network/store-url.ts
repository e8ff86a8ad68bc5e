import { listAt, textAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { filesOf, type Setting, settingsOf } from '../settings';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { isStoreNamespace } from './store';

export const storeUrl: Rule = {
  id: 'network/store-url',
  title: 'Where stores speak TLS, nobody is told to talk to them in plain text',
  severity: 'error',
  rationale:
    'One client that is configured to speak plain text fails against a store that asks for TLS, or keeps that store from asking for it (requirement E16: mTLS enforced).',
  requirements: ['A6', 'E16'],
  fix: 'use the https, rediss or other encrypted scheme, and sslmode=verify-full for PostgreSQL',
  *check(world) {
    if (world.facts?.encrypted !== true) return;
    const hosts = storeHosts(world);
    for (const { object, field, text } of settings(world)) {
      const host = plainHost(text, hosts);
      if (host !== undefined) yield { object, field, message: `has a connection in plain text to ${host}` };
    }
    yield* unverified(world);
  },
};

/** What programs are told: variables, arguments and files. */
function* settings(world: World): Iterable<Setting> {
  for (const pod of world.pods) yield* settingsOf(pod);
  for (const object of world.ofType('/ConfigMap')) yield* filesOf(object);
}

/** Names that Services of stores have outside their namespace, without the cluster's own domain: `postgres.data`. */
function storeHosts(world: World): ReadonlySet<string> {
  const services = world.ofType('/Service').filter((service) => isStoreNamespace(world, world.namespaceOf(service)));
  return new Set(services.map((service) => `${service.manifest.metadata.name}.${world.namespaceOf(service)}`));
}

/** A scheme that is not encrypted and whom it is for: `http://user:…@host.namespace`. */
const PLAIN_URL =
  /\b(?:http|ws|redis|amqp|ldap|tcp|grpc):\/\/(?:[^\s/@"']*@)?([a-z0-9-]+\.[a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?(?=[\s:/"',?#]|$)/g;

/** A URL of PostgreSQL that does without encryption, or may. */
const WEAK_POSTGRES = /@?\b([a-z0-9-]+\.[a-z0-9-]+)(?:\.svc[a-z0-9.-]*)?(?::\d+)?\/[^\s"']*[?&]sslmode=(?:disable|allow|prefer|require)\b/g;

function plainHost(text: string, hosts: ReadonlySet<string>): string | undefined {
  for (const pattern of [PLAIN_URL, WEAK_POSTGRES]) {
    for (const [, host] of text.matchAll(pattern)) {
      if (host !== undefined && hosts.has(host)) return host;
    }
  }
  return undefined;
}

/** The variables that PostgreSQL's own library reads. */
function* unverified(world: World): Iterable<{ object: WorldObject; field: string; message: string }> {
  for (const { object, containers } of world.pods) {
    for (const { path, container } of containers) {
      for (const [index, variable] of listAt(container, 'env').entries()) {
        const mode = textAt(variable, 'name') === 'PGSSLMODE' ? textAt(variable, 'value') : undefined;
        if (mode === undefined || mode === 'verify-full') continue;
        yield {
          object,
          field: `${path}.env[${index}].value`,
          message: `is ${mode}, which does not prove who answers; expected verify-full`,
        };
      }
    }
  }
}
