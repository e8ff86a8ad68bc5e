import { entriesAt, textAt } from '../../manifest/fields';
import { fieldPath, isMapping, valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';
import { sealedValueProblem } from './sealed-value';

export const sealedSecret: Rule = {
  id: 'secrets/sealed',
  title: 'A SealedSecret holds encrypted values, all that its type needs, and nothing else',
  severity: 'error',
  rationale:
    'Its definition takes any value and the controller drops what it cannot read without a word, so that the Secret lacks a key or never comes (hardening 5, checks 1 to 4, 6 and 8; bad input 69).',
  requirements: ['A15', 'A16', 'A35'],
  fix: 'seal it again with npm run seal, and commit what that writes as it is',
  *check(world) {
    for (const object of world.ofKind('SealedSecret')) {
      if (object.manifest.apiVersion.startsWith('bitnami.com/')) yield* problemsOf(object);
    }
  },
};

function* problemsOf(object: WorldObject): Iterable<Violation> {
  const { manifest } = object;
  if (manifest.apiVersion !== 'bitnami.com/v1alpha1')
    yield { object, field: 'apiVersion', message: `is ${manifest.apiVersion}; the controller knows bitnami.com/v1alpha1 only` };
  if (!manifest.metadata.namespace)
    yield { object, field: 'metadata.namespace', message: 'is absent, but the values are encrypted for one namespace' };
  if (valueAt(manifest, 'spec.data') !== undefined)
    yield {
      object,
      field: 'spec.data',
      message: 'is the format of 2018, all values in one; newer controllers take spec.encryptedData only',
    };
  yield* valuesOf(object);
  yield* missingOf(object);
  yield* strayOf(object);
}

function* valuesOf(object: WorldObject): Iterable<Violation> {
  const values = entriesAt(object.manifest, 'spec.encryptedData');
  if (values.length === 0) yield { object, field: 'spec.encryptedData', message: 'holds no value' };
  for (const [key, value] of values) {
    const field = fieldPath('spec.encryptedData', key);
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key) || /^\.$|^\.\./.test(key))
      yield { object, field, message: 'is a key that no Secret may have: letters, digits, "-", "_" and "." only' };
    const message = sealedValueProblem(value);
    if (message !== undefined) yield { object, field, message };
  }
}

/** Keys that the API server asks of a type; of several in one text, one is enough. */
const KEYS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/basic-auth': ['username or password'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

function* missingOf(object: WorldObject): Iterable<Violation> {
  const type = textAt(object.manifest, 'spec.template.type') ?? '';
  if (!Object.hasOwn(KEYS_OF_TYPE, type)) return;
  const keys = new Set(
    ['spec.encryptedData', 'spec.template.data'].flatMap((path) => entriesAt(object.manifest, path).map(([key]) => key)),
  );
  for (const needed of KEYS_OF_TYPE[type] as readonly string[]) {
    if (!needed.split(' or ').some((key) => keys.has(key)))
      yield { object, field: 'spec.template.type', message: `is ${type}, which needs the key ${needed}` };
  }
}

/** Annotations that come from a cluster, or let the controller write over a Secret that somebody else made. */
const STRAY = ['kubectl.kubernetes.io/last-applied-configuration', 'sealedsecrets.bitnami.com/managed', 'sealedsecrets.bitnami.com/patch'];

function* strayOf(object: WorldObject): Iterable<Violation> {
  for (const metadata of ['metadata', 'spec.template.metadata']) {
    const annotations = valueAt(object.manifest, `${metadata}.annotations`);
    for (const annotation of STRAY) {
      if (isMapping(annotations) && Object.hasOwn(annotations, annotation))
        yield {
          object,
          field: fieldPath(`${metadata}.annotations`, annotation),
          message: 'belongs to objects in a cluster, not to what is sealed',
        };
    }
    if (valueAt(object.manifest, `${metadata}.ownerReferences`) !== undefined)
      yield { object, field: `${metadata}.ownerReferences`, message: 'names an object of some cluster by its UID' };
  }
}
