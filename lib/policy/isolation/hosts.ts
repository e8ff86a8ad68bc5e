import { entriesAt, listAt, textAt } from '../../manifest/fields';
import { fieldPath, type Manifest, valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** A text and where it stands. */
export interface Placed {
  readonly field: string;
  readonly text: string;
}

/** Hosts under which an object is reached, or for which it asks for a certificate or a name. */
export function servedHosts(manifest: Manifest): Placed[] {
  switch (manifest.kind) {
    case 'Ingress':
      return [
        ...ofEach(manifest, 'spec.rules', 'host'),
        ...listAt(manifest, 'spec.tls').flatMap((tls, index) => each(tls, 'hosts', `spec.tls[${index}].`)),
      ];
    case 'Gateway':
      return ofEach(manifest, 'spec.listeners', 'hostname');
    case 'GRPCRoute':
    case 'HTTPRoute':
    case 'TLSRoute':
      return each(manifest, 'spec.hostnames');
    case 'Certificate':
      return [...at(manifest, 'spec.commonName'), ...each(manifest, 'spec.dnsNames')];
    case 'Route':
      return at(manifest, 'spec.host');
    case 'Service':
      return entriesAt(manifest, 'metadata.annotations').flatMap(([key, value]) => {
        if (key !== EXTERNAL_DNS || typeof value !== 'string') return [];
        return value.split(',').map((host) => ({ field: fieldPath('metadata.annotations', key), text: host.trim() }));
      });
    default:
      return [];
  }
}

const EXTERNAL_DNS = 'external-dns.alpha.kubernetes.io/hostname';

/** Every text by which programs are told whom to talk to. */
export function* mentions(world: World): Iterable<Placed & { readonly object: WorldObject }> {
  for (const object of world.objects) for (const placed of configuration(object.manifest)) yield { object, ...placed };
  for (const pod of world.pods) for (const placed of settings(pod)) yield { object: pod.object, ...placed };
}

/** Texts by which programs are told whom to talk to: of a ConfigMap, of a Service that leads elsewhere, of the values of an Application's chart. */
function configuration(manifest: Manifest): Placed[] {
  if (manifest.kind === 'ConfigMap') return below(manifest.data, 'data');
  if (manifest.kind === 'Service') return at(manifest, 'spec.externalName');
  if (manifest.kind !== 'Application') return [];
  const sources = listAt(manifest, 'spec.sources').map((source, index) => [`spec.sources[${index}]`, source] as const);
  return [['spec.source', valueAt(manifest, 'spec.source')] as const, ...sources].flatMap(([field, source]) =>
    below(valueAt(source, 'helm'), `${field}.helm`),
  );
}

/** The same of a pod: its containers' variables and arguments. */
function settings({ containers }: PodView): Placed[] {
  return containers.flatMap(({ container, path }) => [
    ...each(container, 'command', `${path}.`),
    ...each(container, 'args', `${path}.`),
    ...ofEach(container, 'env', 'value', `${path}.`),
  ]);
}

/** All texts in a value. */
function below(value: unknown, field: string): Placed[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const children: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return children.flatMap(([key, child]) => below(child, fieldPath(field, key)));
}

function at(value: unknown, path: string): Placed[] {
  const text = textAt(value, path);
  return text === undefined ? [] : [{ field: path, text }];
}

function each(value: unknown, path: string, before = ''): Placed[] {
  return listAt(value, path).flatMap((text, index) => (typeof text === 'string' ? [{ field: `${before}${path}[${index}]`, text }] : []));
}

function ofEach(value: unknown, path: string, key: string, before = ''): Placed[] {
  return listAt(value, path).flatMap((item, index) => {
    const text = textAt(item, key);
    return text === undefined ? [] : [{ field: `${before}${path}[${index}].${key}`, text }];
  });
}
