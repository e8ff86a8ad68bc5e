import { constants, createCipheriv, publicEncrypt, randomBytes, type X509Certificate } from 'node:crypto';
import type { Scope } from '../lib';

/** What a ciphertext is bound to: a name in a namespace, a namespace, or nothing but the cluster. */
export interface Binding {
  readonly namespace: string;
  readonly name: string;
  readonly scope: Scope;
}

/**
 * Encrypts one value of a Secret so that only the sealed-secrets controller with the certificate's key can read it, and
 * only where its scope binds it to.
 * Format (sealed-secrets, pkg/crypto): length of the wrapped key as two bytes, an AES-256 session key wrapped by
 * RSA-OAEP-SHA256 with the scope's label, and the value under AES-256-GCM with a zero nonce, used once per key.
 * @returns base64
 */
export function sealValue(certificate: X509Certificate, binding: Binding, value: Buffer): string {
  const sessionKey = randomBytes(32);
  const wrapped = publicEncrypt(
    {
      key: certificate.publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(labelOf(binding)),
    },
    sessionKey,
  );
  const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([length, wrapped, cipher.update(value), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function labelOf({ namespace, name, scope }: Binding): string {
  if (scope === 'cluster-wide') return '';
  return scope === 'namespace-wide' ? namespace : `${namespace}/${name}`;
}

interface SealedMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A SealedSecret as kubeseal prints it. */
export interface SealedSecretFile {
  readonly kind: 'SealedSecret';
  readonly apiVersion: 'bitnami.com/v1alpha1';
  readonly metadata: SealedMetadata;
  readonly spec: {
    readonly template: { readonly metadata: SealedMetadata };
    readonly encryptedData: Readonly<Record<string, string>>;
  };
}

/** A file without keys. The scope stands in two places: the controller opens by the first, and reports by the second. */
export function sealedSecretFile({ namespace, name, scope }: Binding): SealedSecretFile {
  const annotations = { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
  const metadata = { name, namespace, ...(scope !== 'strict' && { annotations }) };
  return {
    kind: 'SealedSecret',
    apiVersion: 'bitnami.com/v1alpha1',
    metadata,
    spec: { template: { metadata }, encryptedData: {} },
  };
}
