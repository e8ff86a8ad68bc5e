import { constants, createCipheriv, publicEncrypt, randomBytes, type X509Certificate } from 'node:crypto';

/**
 * Encrypts one value of a Secret so that only the sealed-secrets controller with the certificate's key can read it, and
 * only under that name and namespace (strict scope).
 * Format (sealed-secrets, pkg/crypto): length of the wrapped key as two bytes, an AES-256 session key wrapped by
 * RSA-OAEP-SHA256 with the label `namespace/name`, and the value under AES-256-GCM with a zero nonce, used once per key.
 * @returns base64
 */
export function sealValue(certificate: X509Certificate, namespace: string, name: string, value: Buffer): string {
  const sessionKey = randomBytes(32);
  const wrapped = publicEncrypt(
    {
      key: certificate.publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(`${namespace}/${name}`),
    },
    sessionKey,
  );
  const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([length, wrapped, cipher.update(value), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** A SealedSecret as kubeseal prints it. */
export interface SealedSecretFile {
  readonly kind: 'SealedSecret';
  readonly apiVersion: 'bitnami.com/v1alpha1';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly template: { readonly metadata: { readonly name: string; readonly namespace: string } };
    readonly encryptedData: Readonly<Record<string, string>>;
  };
}

export function sealedSecretFile(namespace: string, name: string, encryptedData: Readonly<Record<string, string>>): SealedSecretFile {
  return {
    kind: 'SealedSecret',
    apiVersion: 'bitnami.com/v1alpha1',
    metadata: { name, namespace },
    spec: { template: { metadata: { name, namespace } }, encryptedData },
  };
}
