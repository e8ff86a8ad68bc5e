import type { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import { notASealedSecret, secretDoesNotFit } from '../errors';
import type { Labels, Manifest } from '../manifest/manifest';
import { valueAt } from '../manifest/manifest';

/** A Secret by name and keys. Its values are nowhere in this repository but as ciphertext. */
export interface SecretRef {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  /** The SealedSecret that the controller in the cluster opens. */
  readonly sealed: Manifest;
}

/** A file of `envs/<env>/sealed/`, imported as JSON. @throws what is not a SealedSecret with a name, a namespace and encrypted keys */
export function sealed(file: unknown): SecretRef {
  const manifest = file as Manifest;
  if (valueAt(file, 'apiVersion') !== 'bitnami.com/v1alpha1' || valueAt(file, 'kind') !== 'SealedSecret') {
    throw notASealedSecret(`apiVersion and kind are ${valueAt(file, 'apiVersion')} ${valueAt(file, 'kind')}`);
  }
  const { name, namespace } = manifest.metadata ?? {};
  if (typeof name !== 'string' || typeof namespace !== 'string') throw notASealedSecret('metadata.name or metadata.namespace is missing');
  const wide = Object.keys(manifest.metadata.annotations ?? {}).find((key) =>
    /^sealedsecrets\.bitnami\.com\/(cluster|namespace)-wide$/.test(key),
  );
  if (wide !== undefined)
    throw notASealedSecret(`${namespace}/${name} has the annotation ${wide}, but only strict scope binds it to its name`);
  const encrypted = valueAt(file, 'spec.encryptedData');
  const keys = typeof encrypted === 'object' && encrypted !== null ? Object.keys(encrypted).sort() : [];
  if (keys.length === 0) throw notASealedSecret(`spec.encryptedData of ${namespace}/${name} holds no key`);
  return { name, namespace, keys, sealed: withoutNulls(manifest) as Manifest };
}

/** kubeseal writes `creationTimestamp: null`, which a manifest here may not hold. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutNulls(child)]));
}

export interface SealedSecretProps {
  readonly secret: SecretRef;
  /** Where the consumer runs. */
  readonly namespace: string;
  /** The keys that the consumer reads. */
  readonly keys: readonly string[];
  readonly labels: Labels;
}

/** The SealedSecret of a component, checked against what its consumer needs. Consumers depend on it: custom resources are applied last in a wave. */
export class SealedSecret extends KubeObject {
  constructor(scope: Construct, id: string, { secret, namespace, keys, labels }: SealedSecretProps) {
    const path = `${scope.node.path}/${id}`;
    if (secret.namespace !== namespace) {
      throw secretDoesNotFit(
        path,
        `${secret.namespace}/${secret.name}`,
        `is sealed for the namespace ${secret.namespace} but used in ${namespace}`,
      );
    }
    const missing = keys.filter((key) => !secret.keys.includes(key));
    if (missing.length > 0) {
      throw secretDoesNotFit(path, `${namespace}/${secret.name}`, `has the keys ${secret.keys.join(', ')} but not ${missing.join(', ')}`);
    }
    const { sealed } = secret;
    super(scope, id, { ...sealed, metadata: { ...sealed.metadata, labels: { ...sealed.metadata.labels, ...labels } } });
  }
}
