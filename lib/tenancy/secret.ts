import { Construct } from 'constructs';
import { KubeObject, type Typed } from '../construct/kube-object';
import { secretDoesNotFit } from '../errors';
import { sha256 } from '../manifest/digest';
import type { Labels, Manifest } from '../manifest/manifest';
import { valueAt } from '../manifest/manifest';
import type { SecretRef } from './secret-ref';
import type { Traits } from './traits';

export interface SecretProps {
  readonly secret: SecretRef;
  readonly traits: Pick<Traits, 'purpose' | 'locked'>;
  /** Where the consumer runs. */
  readonly namespace: string;
  /** The keys that the consumer reads. */
  readonly keys: readonly string[];
  readonly labels: Labels;
}

/**
 * The source of a Secret, checked against what its consumer needs. Consumers depend on it: custom resources are applied
 * last in a wave. It holds no object where the ciphertext is kept elsewhere or the cluster is seeded with mock values.
 */
export class Secret extends Construct {
  readonly secret: SecretRef;

  constructor(scope: Construct, id: string, { secret, traits, namespace, keys, labels }: SecretProps) {
    super(scope, id);
    this.secret = secret;
    const problem = problemOf(secret, traits, namespace, keys);
    if (problem !== undefined) throw secretDoesNotFit(this.node.path, `${secret.namespace}/${secret.name}`, problem);
    const manifest = secretManifest(secret, labels);
    if (manifest !== undefined) new KubeObject(this, 'Resource', manifest as Typed<Record<string, unknown>>);
  }

  get name(): string {
    return this.secret.name;
  }
}

function problemOf(
  secret: SecretRef,
  { purpose, locked }: SecretProps['traits'],
  namespace: string,
  keys: readonly string[],
): string | undefined {
  if (secret.namespace !== namespace) return `is made for the namespace ${secret.namespace} but used in ${namespace}`;
  const missing = keys.filter((key) => !secret.keys.includes(key));
  if (missing.length > 0) return `has the keys ${secret.keys.join(', ')} but not ${missing.join(', ')}`;
  if (secret.kind === 'mock' && purpose !== 'development') return `is a mock, which only development may use; this is ${purpose}`;
  if (secret.kind === 'sealed' && secret.scope !== 'strict' && locked)
    return `is ${secret.scope}; a locked environment takes strict scope only, which binds ciphertext to its name`;
  return undefined;
}

/** The object that brings the Secret into its namespace; undefined if none of this repository does. Labels go to the Secret as well. */
export function secretManifest(secret: SecretRef, labels: Labels): Manifest | undefined {
  switch (secret.kind) {
    case 'sealed':
      return withTemplateLabels(labelled(secret.manifest, labels), labels);
    case 'sops':
      return labelled(secret.manifest, labels);
    case 'external':
      return {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: secret.name, namespace: secret.namespace, labels },
        spec: {
          refreshInterval: '1h',
          secretStoreRef: { kind: 'ClusterSecretStore', name: secret.store },
          target: { name: secret.name, creationPolicy: 'Owner', template: { metadata: { labels } } },
          data: secret.keys.map((key) => ({ secretKey: key, remoteRef: { key: secret.path, property: key } })),
        },
      };
    default:
      return undefined;
  }
}

function labelled(manifest: Manifest, labels: Labels): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, labels: { ...manifest.metadata.labels, ...labels } } };
}

/** The labels of the Secret that the controller makes; they are no part of what the ciphertext is bound to. */
function withTemplateLabels(manifest: Manifest, labels: Labels): Manifest {
  const spec = manifest.spec as { readonly template?: { readonly metadata?: { readonly labels?: Labels } } };
  const metadata = { ...spec.template?.metadata, labels: { ...spec.template?.metadata?.labels, ...labels } };
  return { ...manifest, spec: { ...spec, template: { ...spec.template, metadata } } } as Manifest;
}

/** Changes when the values do, as far as this repository can see: it rolls the pods that read them. */
export function secretDigest(secret: SecretRef): string {
  switch (secret.kind) {
    case 'sealed':
      return sha256(JSON.stringify(valueAt(secret.manifest, 'spec.encryptedData')));
    case 'sops':
      return sha256(JSON.stringify([valueAt(secret.manifest, 'data'), valueAt(secret.manifest, 'stringData')]));
    default:
      return sha256(JSON.stringify(secret));
  }
}
