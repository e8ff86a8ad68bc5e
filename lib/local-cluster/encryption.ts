/**
 * Secrets encrypted before they reach etcd. The first provider writes; the last one reads what was written before it was turned on.
 * @param key 32 random bytes in base64
 */
export function encryptionConfiguration(key: string): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [{ resources: ['secrets'], providers: [{ secretbox: { keys: [{ name: 'local', secret: key }] } }, { identity: {} }] }],
  };
}
