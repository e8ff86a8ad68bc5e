import { notASealedSecret, notASopsSecret } from '../errors';
import type { Manifest } from '../manifest/manifest';
import { valueAt } from '../manifest/manifest';

interface Named {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
}

/** Which renaming a ciphertext survives: none, another name in its namespace, or any (sealed-secrets, scopes). */
export type Scope = 'strict' | 'namespace-wide' | 'cluster-wide';

/**
 * A Secret by name and keys (requirement A16). Its values are nowhere in this repository but as ciphertext:
 * sealed for the controller of one cluster, encrypted by SOPS, or not here at all.
 */
export type SecretRef =
  | (Named & { readonly kind: 'sealed'; readonly scope: Scope; readonly manifest: Manifest })
  | (Named & { readonly kind: 'sops'; readonly manifest: Manifest })
  /** In a secret store that External Secrets reads: `path` is the entry, each key one of its properties. */
  | (Named & { readonly kind: 'external'; readonly store: string; readonly path: string })
  /** Ciphertext that another repository keeps and delivers; its existence is not checked here (source 004). */
  | (Named & { readonly kind: 'sealed-elsewhere'; readonly repository: string })
  /** Random values that the cluster is seeded with; development only. */
  | (Named & { readonly kind: 'mock' });

/** A file of `envs/<env>/sealed/`, imported as JSON. @throws what is not a SealedSecret with a name, a namespace and encrypted keys */
export function sealed(file: unknown): SecretRef {
  const manifest = file as Manifest;
  if (valueAt(file, 'apiVersion') !== 'bitnami.com/v1alpha1' || valueAt(file, 'kind') !== 'SealedSecret') {
    throw notASealedSecret(`apiVersion and kind are ${valueAt(file, 'apiVersion')} ${valueAt(file, 'kind')}`);
  }
  const { name, namespace } = manifest.metadata ?? {};
  if (typeof name !== 'string' || typeof namespace !== 'string') throw notASealedSecret('metadata.name or metadata.namespace is missing');
  const scope = scopeOf(valueAt(file, 'metadata.annotations'));
  const unsealed = scopeOf(valueAt(file, 'spec.template.metadata.annotations'));
  if (scope !== unsealed) {
    throw notASealedSecret(
      `${namespace}/${name} is ${scope} by its own annotations but ${unsealed} by those of its template, and the controller reads both`,
    );
  }
  const keys = keysAt(file, 'spec.encryptedData');
  if (keys.length === 0) throw notASealedSecret(`spec.encryptedData of ${namespace}/${name} holds no key`);
  return { kind: 'sealed', name, namespace, keys, scope, manifest: withoutNulls(manifest) as Manifest };
}

const ANNOTATION = 'sealedsecrets.bitnami.com/';

function scopeOf(annotations: unknown): Scope {
  const is = (scope: Scope): boolean => (annotations as Record<string, unknown> | undefined)?.[`${ANNOTATION}${scope}`] === 'true';
  if (is('cluster-wide')) return 'cluster-wide';
  return is('namespace-wide') ? 'namespace-wide' : 'strict';
}

/** A Secret that SOPS encrypted, imported as JSON. @throws a value that is not encrypted, or a file without SOPS' own metadata */
export function sops(file: unknown): SecretRef {
  const manifest = file as Manifest;
  if (valueAt(file, 'apiVersion') !== 'v1' || valueAt(file, 'kind') !== 'Secret') {
    throw notASopsSecret(`apiVersion and kind are ${valueAt(file, 'apiVersion')} ${valueAt(file, 'kind')}`);
  }
  const { name, namespace } = manifest.metadata ?? {};
  if (typeof name !== 'string' || typeof namespace !== 'string') throw notASopsSecret('metadata.name or metadata.namespace is missing');
  if (typeof valueAt(file, 'sops.mac') !== 'string') throw notASopsSecret(`${namespace}/${name} has no sops.mac`);
  const fields = ['data', 'stringData'];
  const keys = fields.flatMap((field) => keysAt(file, field));
  if (keys.length === 0) throw notASopsSecret(`${namespace}/${name} holds no key`);
  for (const field of fields) {
    for (const key of keysAt(file, field)) {
      const value = (valueAt(file, field) as Record<string, unknown>)[key];
      if (typeof value !== 'string' || !/^ENC\[AES256_GCM,data:[^\]]+\]$/.test(value)) {
        throw notASopsSecret(`${field}.${key} of ${namespace}/${name} is not encrypted`);
      }
    }
  }
  return { kind: 'sops', name, namespace, keys: keys.sort(), manifest: withoutNulls(manifest) as Manifest };
}

/** A Secret that External Secrets fetches from the ClusterSecretStore `store`. */
export function external(secret: Named & { readonly store: string; readonly path: string }): SecretRef {
  return { kind: 'external', ...secret };
}

/** A Secret whose ciphertext another repository delivers. */
export function sealedElsewhere(secret: Named & { readonly repository: string }): SecretRef {
  return { kind: 'sealed-elsewhere', ...secret };
}

/** A Secret of random values that seeding generates in the cluster. */
export function mock(namespace: string, name: string, ...keys: string[]): SecretRef {
  return { kind: 'mock', name, namespace, keys };
}

function keysAt(file: unknown, path: string): string[] {
  const found = valueAt(file, path);
  return typeof found === 'object' && found !== null ? Object.keys(found).sort() : [];
}

/** kubeseal writes `creationTimestamp: null`, which a manifest here may not hold. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutNulls(child)]));
}
