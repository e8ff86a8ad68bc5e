import type { Live } from '../verify/check';
import { committed, type Facts, list } from './facts';

/** A way in: a route of the Gateway API, an Ingress or a Route of OpenShift. */
export interface WayIn {
  readonly object: Live;
  readonly hosts: readonly string[];
  /** Services that it sends calls to. */
  readonly backends: readonly Backend[];
}

export interface Backend {
  readonly namespace: string;
  readonly name: string;
  readonly port: number | string | undefined;
}

/** The ways in of dist. */
export function meantWaysIn(facts: Facts): WayIn[] {
  return ['HTTPRoute', 'Ingress', 'Route'].flatMap((kind) => committed(facts, kind)).map(wayIn);
}

export function liveWaysIn(facts: Facts): WayIn[] {
  return [...list(facts, 'httpRoutes'), ...list(facts, 'ingresses'), ...list(facts, 'openShiftRoutes')].map(wayIn);
}

function wayIn(object: Live): WayIn {
  return { object, hosts: hostsOf(object), backends: backendsOf(object) };
}

function hostsOf({ kind, spec }: Live): string[] {
  if (kind === 'HTTPRoute') return [...(spec?.hostnames ?? [])];
  if (kind === 'Route') return spec?.host === undefined ? [] : [String(spec.host)];
  return ((spec?.rules ?? []) as readonly { host?: string }[]).flatMap(({ host }) => (host === undefined ? [] : [host]));
}

interface Reference {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
}

function backendsOf({ kind, metadata, spec }: Live): Backend[] {
  const { namespace = '' } = metadata;
  if (kind === 'Route') return spec?.to?.name === undefined ? [] : [{ namespace, name: String(spec.to.name), port: undefined }];
  if (kind === 'HTTPRoute') {
    const references = ((spec?.rules ?? []) as readonly { backendRefs?: readonly Reference[] }[]).flatMap(
      ({ backendRefs = [] }) => backendRefs,
    );
    return references.flatMap((one) =>
      (one.kind ?? 'Service') === 'Service' && one.name !== undefined
        ? [{ namespace: one.namespace ?? namespace, name: one.name, port: one.port }]
        : [],
    );
  }
  const paths = ((spec?.rules ?? []) as readonly { http?: { paths?: readonly { backend?: IngressBackend }[] } }[]).flatMap(({ http }) =>
    (http?.paths ?? []).map(({ backend }) => backend),
  );
  return [spec?.defaultBackend as IngressBackend | undefined, ...paths].flatMap((backend) =>
    backend?.service === undefined
      ? []
      : [{ namespace, name: backend.service.name, port: backend.service.port?.number ?? backend.service.port?.name }],
  );
}

interface IngressBackend {
  readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } };
}
