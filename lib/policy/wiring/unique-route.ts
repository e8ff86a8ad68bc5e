import { entriesAt, listAt, textAt, textsAt } from '../../manifest/fields';
import { spokenName } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { parentsOf } from './gateway';

export const uniqueRoute: Rule = {
  id: 'wiring/unique-route',
  title: 'No two Ingresses or routes serve the same host and path',
  severity: 'error',
  rationale:
    'Which of the two answers is up to the controller: often the older, after a restart the other (hardening 2, Wiring: unique ingress host/path).',
  requirements: ['A3', 'A37', 'A52'],
  fix: 'give one of them another host or path, or merge them',
  *check(world) {
    const claims = new Map<string, Claim[]>();
    for (const claim of [...ingressClaims(world), ...routeClaims(world)]) {
      const earlier = claims.get(claim.what) ?? [];
      claims.set(claim.what, earlier);
      const first = earlier.find((other) => meets(other, claim));
      earlier.push(claim);
      if (first === undefined) continue;
      const { object, field } = claim;
      yield { object, field, message: `serves ${claim.what}, which ${spokenName(first.object.manifest)} serves already` };
    }
  },
};

interface Claim {
  readonly object: WorldObject;
  readonly field: string;
  /** `example.org/api and what is below`. */
  readonly what: string;
  /** Classes of Ingresses, or Gateways: callers come by one of them. */
  readonly doors: readonly string[];
}

/** Callers of an Ingress and of a Gateway come by the same name; those of two Gateways, or of two classes, may come to two addresses. */
function meets(one: Claim, other: Claim): boolean {
  return one.object.manifest.kind !== other.object.manifest.kind || one.doors.some((door) => other.doors.includes(door));
}

function ingressClaims(world: World): Claim[] {
  return world.ofType('networking.k8s.io/Ingress').flatMap((object) => {
    const { manifest } = object;
    const annotations = Object.fromEntries(entriesAt(manifest, 'metadata.annotations'));
    if (annotations['nginx.ingress.kubernetes.io/canary'] === 'true') return [];
    const door = textAt(manifest, 'spec.ingressClassName') ?? String(annotations['kubernetes.io/ingress.class'] ?? '');
    return listAt(manifest, 'spec.rules').flatMap((rule, at) =>
      listAt(rule, 'http.paths').map((path, index) => ({
        object,
        field: `spec.rules[${at}].http.paths[${index}]`,
        what: spoken(textAt(rule, 'host') || '*', KINDS[String(valueAt(path, 'pathType'))], textAt(path, 'path')),
        doors: [door],
      })),
    );
  });
}

/** Rules that only redirect serve nothing. */
function routeClaims(world: World): Claim[] {
  return world.ofType('gateway.networking.k8s.io/HTTPRoute').flatMap((object) => {
    const { manifest } = object;
    const doors = parentsOf(world, object).map(
      ({ namespace, name, sectionName = '', port = '' }) => `${namespace}/${name}/${sectionName}/${port}`,
    );
    const named = textsAt(manifest, 'spec.hostnames');
    const hosts = named.length === 0 ? ['*'] : named;
    return listAt(manifest, 'spec.rules').flatMap((rule, at) => {
      if (listAt(rule, 'backendRefs').length === 0) return [];
      const matches = listAt(rule, 'matches');
      return (matches.length === 0 ? [{}] : matches).flatMap((match) =>
        hosts.map((host) => ({ object, field: `spec.rules[${at}]`, what: `${spokenMatch(host, match)}`, doors })),
      );
    });
  });
}

function spokenMatch(host: string, match: unknown): string {
  const path = spoken(host, KINDS[textAt(match, 'path.type') ?? 'PathPrefix'], textAt(match, 'path.value'));
  const conditions = ['method', 'headers', 'queryParams'].map((key) => [key, valueAt(match, key)] as const);
  const given = conditions.filter(([, value]) => value !== undefined).map(([key, value]) => `${key} is ${JSON.stringify(value)}`);
  return given.length === 0 ? path : `${path} if ${given.join(' and ')}`;
}

/** What is below a path, or the path alone; patterns are compared as they are written. */
const KINDS: Readonly<Record<string, 'below' | 'exact'>> = { Prefix: 'below', PathPrefix: 'below', Exact: 'exact' };

function spoken(host: string, kind: 'below' | 'exact' | undefined, path = '/'): string {
  if (kind === 'below') return `${host}${path.replace(/\/+$/, '')}/ and what is below`;
  return kind === 'exact' ? `${host}${path} alone` : `${host} by the pattern ${path}`;
}
