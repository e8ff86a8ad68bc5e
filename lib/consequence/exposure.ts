import type { FieldChange } from '../manifest/changes';
import { listAt, textAt, textsAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import type { Aspect } from './aspect';
import { below } from './field';
import { gainedAndLost, joined, listed, spokenAll } from './wording';

/** Kinds that decide what is reachable from outside, and under which certificate. */
const ENTRANCES = new Set([
  'networking.k8s.io/Ingress',
  'route.openshift.io/Route',
  'traefik.io/IngressRoute',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/TLSRoute',
  'gateway.networking.k8s.io/TCPRoute',
  'gateway.networking.k8s.io/UDPRoute',
  'gateway.networking.k8s.io/ReferenceGrant',
  'cert-manager.io/Certificate',
  'cert-manager.io/Issuer',
  'cert-manager.io/ClusterIssuer',
]);

export function isEntrance(manifest: Manifest): boolean {
  return ENTRANCES.has(typeOf(manifest)) || (typeOf(manifest) === '/Service' && isOpenService(manifest));
}

/** What becomes reachable, under which host and with which TLS. */
export const exposure: Aspect = ({ before, after }, open) => {
  const fields =
    typeOf(after) === '/Service'
      ? open.filter((change) => isServiceExposure(change, [before, after]))
      : isEntrance(after)
        ? open.filter(isEntranceField)
        : [];
  if (fields.length === 0) return [];
  const { gained, lost } = gainedAndLost(hostsOf(before), hostsOf(after));
  const told = fields.filter(({ field }) => !HOSTS.test(field));
  const summary = joined(
    gained.length > 0 ? `answers for ${listed(gained)}` : '',
    lost.length > 0 ? `no longer answers for ${listed(lost)}` : '',
    told.length > 0 ? spokenAll(told) : '',
  );
  return [{ risk: 'exposure', weight: gained.length > 0 ? 4 : lost.length > 0 ? 3 : 1, summary: summary || spokenAll(fields), fields }];
};

const HOSTS = /^spec\.(?:hostnames|host$|dnsNames)|\.hostname$|^spec\.rules\[\d+\]\.host$|^spec\.tls\[\d+\]\.hosts/;

function isServiceExposure({ field }: FieldChange, sides: readonly Manifest[]): boolean {
  if (/^spec\.(?:type|externalIPs|loadBalancer\w+|externalTrafficPolicy|allocateLoadBalancerNodePorts)\b|\.nodePort$/.test(field))
    return true;
  return sides.some(isOpenService) && isSetting(field);
}

function isEntranceField({ field }: FieldChange): boolean {
  return field.startsWith('spec') || isSetting(field);
}

/** Load balancers and entrances take settings from annotations. Those of Argo CD are none of them. */
function isSetting(field: string): boolean {
  return below('metadata.annotations')({ field }) && !field.includes('argocd.argoproj.io/');
}

function isOpenService(service: Manifest): boolean {
  return /^(?:LoadBalancer|NodePort)$/.test(textAt(service, 'spec.type') ?? '') || listAt(service, 'spec.externalIPs').length > 0;
}

/** The names that an object answers for, or has a certificate for. */
export function hostsOf(manifest: Manifest): string[] {
  const texts = [
    ...textsAt(manifest, 'spec.hostnames'),
    ...textsAt(manifest, 'spec.dnsNames'),
    ...['spec.host', 'spec.commonName'].flatMap((path) => textAt(manifest, path) ?? []),
    ...listAt(manifest, 'spec.listeners').flatMap((listener) => textAt(listener, 'hostname') ?? []),
    ...(manifest.kind === 'Ingress' ? listAt(manifest, 'spec.rules').flatMap((rule) => textAt(rule, 'host') ?? []) : []),
  ];
  return [...new Set(texts)];
}

/** How an entrance is reached: hosts, type of Service, TLS. */
export function spokenEntrance(manifest: Manifest): string {
  const hosts = hostsOf(manifest);
  const type = typeOf(manifest) === '/Service' ? textAt(manifest, 'spec.type') : undefined;
  const isPlain = /^(?:Ingress|Route)$/.test(manifest.kind) && valueAt(manifest, 'spec.tls') === undefined;
  return joined(
    hosts.length > 0 ? `answers for ${listed(hosts)}` : '',
    type === undefined ? '' : `type ${type}`,
    isPlain ? 'without TLS' : '',
  );
}
