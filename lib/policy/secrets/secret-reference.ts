import { entriesAt, listAt, textAt, textsAt } from '../../manifest/fields';
import { fieldPath, isMapping, valueAt } from '../../manifest/manifest';
import { once } from '../once';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { type Read, secretsOfPod } from './pod-secret';

/** A place that names a Secret. */
export interface SecretReference extends Read {
  readonly object: WorldObject;
  /** Where the Secret must be. */
  readonly namespace: string;
}

/** Every place of a world that reads a Secret by its name. */
export const secretReferences = once((world: World): readonly SecretReference[] => [...referencesIn(world)]);

function* referencesIn(world: World): Iterable<SecretReference> {
  for (const pod of world.pods) {
    for (const read of secretsOfPod(pod)) yield { ...read, object: pod.object, namespace: pod.namespace };
  }
  for (const [type, readsOf] of Object.entries(READERS)) {
    for (const object of world.ofType(type)) {
      for (const read of readsOf(object)) yield { namespace: world.namespaceOf(object), ...read, object };
    }
  }
}

/** A read that says where the Secret is, if that is not where the object is. */
type Placed = Read & { readonly namespace?: string };

/** What reads Secrets beside pods. */
const READERS: Readonly<Record<string, (object: WorldObject) => Iterable<Placed>>> = {
  '/ServiceAccount': (object) => [...ofServiceAccount(object, 'secrets'), ...ofServiceAccount(object, 'imagePullSecrets')],
  '/ConfigMap': ofArgoCdNotifications,
  'argoproj.io/Application': ofChart,
  'cert-manager.io/ClusterIssuer': ofClusterIssuer,
  'cert-manager.io/Issuer': ofIssuer,
  'cert-manager.io/Certificate': selectorsOf,
  'gateway.networking.k8s.io/Gateway': ofGateway,
  'monitoring.coreos.com/Alertmanager': ofOperator,
  'monitoring.coreos.com/AlertmanagerConfig': selectorsOf,
  'monitoring.coreos.com/PodMonitor': selectorsOf,
  'monitoring.coreos.com/Probe': selectorsOf,
  'monitoring.coreos.com/Prometheus': ofOperator,
  'monitoring.coreos.com/ScrapeConfig': selectorsOf,
  'monitoring.coreos.com/ServiceMonitor': selectorsOf,
  'monitoring.coreos.com/ThanosRuler': ofOperator,
  'networking.k8s.io/Ingress': ofIngress,
};

const TLS_KEYS = ['tls.crt', 'tls.key'];

function* ofServiceAccount({ manifest }: WorldObject, list: string): Iterable<Read> {
  for (const [index, item] of listAt(manifest, list).entries()) {
    const name = textAt(item, 'name');
    if (name) yield { field: `${list}[${index}].name`, name };
  }
}

function* ofIngress({ manifest }: WorldObject): Iterable<Read> {
  for (const [index, tls] of listAt(manifest, 'spec.tls').entries()) {
    const name = textAt(tls, 'secretName');
    if (name) yield { field: `spec.tls[${index}].secretName`, name, keys: TLS_KEYS, optional: isServedByIssuer(manifest) };
  }
}

function* ofGateway({ manifest }: WorldObject): Iterable<Placed> {
  for (const [index, listener] of listAt(manifest, 'spec.listeners').entries()) {
    for (const [at, reference] of listAt(listener, 'tls.certificateRefs').entries()) {
      const name = textAt(reference, 'name');
      if (!name || (textAt(reference, 'kind') ?? 'Secret') !== 'Secret') continue;
      const field = `spec.listeners[${index}].tls.certificateRefs[${at}].name`;
      const namespace = textAt(reference, 'namespace');
      yield { field, name, keys: TLS_KEYS, optional: isServedByIssuer(manifest), ...(namespace && { namespace }) };
    }
  }
}

/** Whether cert-manager makes the Secrets that an Ingress or a Gateway names. */
function isServedByIssuer(manifest: WorldObject['manifest']): boolean {
  return entriesAt(manifest, 'metadata.annotations').some(([key]) => /^cert-manager\.io\/(?:cluster-)?issuer$/.test(key));
}

/** Where cert-manager keeps what ClusterIssuers read, unless it is told otherwise. */
const OF_CLUSTER_ISSUERS = 'cert-manager';

function ofClusterIssuer(object: WorldObject): Placed[] {
  return ofIssuer(object).map((read) => ({ ...read, namespace: OF_CLUSTER_ISSUERS }));
}

/** The key of an ACME account is no read: cert-manager makes it. */
function ofIssuer(object: WorldObject): Read[] {
  const authority = textAt(object.manifest, 'spec.ca.secretName');
  return [
    ...(authority ? [{ field: 'spec.ca.secretName', name: authority, keys: TLS_KEYS }] : []),
    ...selectorsOf(object).filter(({ field }) => !field.endsWith('privateKeySecretRef.name')),
  ];
}

function ofOperator(object: WorldObject): Read[] {
  const mounted = textsAt(object.manifest, 'spec.secrets').map((name, index) => ({ field: `spec.secrets[${index}]`, name }));
  return [...mounted, ...selectorsOf(object)];
}

/** Wherever a custom resource names a key of a Secret. */
function selectorsOf({ manifest }: WorldObject): Read[] {
  return [...selectorsUnder(manifest.spec, 'spec', '')];
}

function* selectorsUnder(value: unknown, path: string, key: string): Iterable<Read> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* selectorsUnder(item, fieldPath(path, index), '');
    return;
  }
  if (!isMapping(value)) return;
  const { name, key: keyRead, optional } = value;
  const isSelector = /SecretRef$/.test(key) || (key !== '' && typeof keyRead === 'string' && !/^configMap/.test(key));
  if (typeof name === 'string' && isSelector) {
    yield { field: `${path}.name`, name, keys: typeof keyRead === 'string' ? [keyRead] : [], optional: optional === true };
    return;
  }
  for (const child of Object.keys(value)) yield* selectorsUnder(value[child], fieldPath(path, child), child);
}

/** `$slack-token` in the configuration of a service is a key of one Secret (Argo CD, notifications). */
function* ofArgoCdNotifications({ manifest }: WorldObject): Iterable<Read> {
  if (manifest.metadata.name !== 'argocd-notifications-cm') return;
  for (const [key, text] of entriesAt(manifest, 'data')) {
    if (!key.startsWith('service.')) continue;
    const keys = [...String(text).matchAll(/\$([\w.-]+)/g)].map(([, name = '']) => name);
    if (keys.length > 0) yield { field: fieldPath('data', key), name: 'argocd-notifications-secret', keys };
  }
}

/** Secrets that the values of a chart say are there already. */
function* ofChart({ manifest }: WorldObject): Iterable<Placed> {
  const namespace = textAt(manifest, 'spec.destination.namespace') ?? '';
  const sources: [path: string, source: unknown][] = [
    ['spec.source', valueAt(manifest, 'spec.source')],
    ...listAt(manifest, 'spec.sources').map((source, index): [string, unknown] => [`spec.sources[${index}]`, source]),
  ];
  for (const [path, source] of sources) {
    for (const read of existingUnder(valueAt(source, 'helm.valuesObject'), `${path}.helm.valuesObject`)) yield { ...read, namespace };
  }
}

/** Beside `existingSecret`, charts take the keys in it: `passwordKey`, `existingSecretPasswordKey`. */
const KEY_FIELD = /^(?:existingSecret\w*|user|userName|username|password|token)Key$/;

function* existingUnder(values: unknown, path: string): Iterable<Read> {
  if (Array.isArray(values)) {
    for (const [index, item] of values.entries()) yield* existingUnder(item, fieldPath(path, index));
    return;
  }
  if (!isMapping(values)) return;
  const keys = Object.entries(values).flatMap(([field, value]) =>
    KEY_FIELD.test(field) && typeof value === 'string' && value ? [value] : [],
  );
  for (const [field, value] of Object.entries(values)) {
    if (field === 'existingSecret' && typeof value === 'string' && value) yield { field: fieldPath(path, field), name: value, keys };
    else yield* existingUnder(value, fieldPath(path, field));
  }
}
