import type { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Part } from './component';

/** ClusterIssuers of the add-on cert-manager: `internal` signs for the cluster's own servers and callers, `hosts` for what people connect to. */
export const ISSUERS = { internal: 'internal', hosts: 'hosts' } as const;

/** Where pods find `tls.crt`, `tls.key` and the `ca.crt` to check the other side by. */
export const TLS_FILES = '/run/secrets/tls';

/** A year: servers read their certificate when they start, so it is renewed with room for a planned restart (docs/runbooks/delivery.md). */
const LIFETIME = { duration: '8760h', renewBefore: '1440h' };

/**
 * The certificate of a store, in the Secret `<name>-tls`; its backups use it as clients. It stands with the store's policies:
 * who a program is, is security's to say, and a project that may make certificates could make anybody's.
 */
export class StoreCertificate extends KubeObject {
  constructor(scope: Construct, part: Part) {
    const { name, namespace } = part;
    super(scope, 'Certificate', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: `${name}-tls`, namespace, labels: part.labels },
      spec: {
        ...LIFETIME,
        secretName: `${name}-tls`,
        commonName: name,
        dnsNames: [name, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`, 'localhost'],
        usages: ['server auth', 'client auth'],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: ISSUERS.internal },
      },
    });
  }
}

/** The certificate that a caller of stores shows them, in the Secret `<name>-client-tls`. */
export class ClientCertificate extends KubeObject {
  readonly secret: string;

  constructor(scope: Construct, part: Part) {
    const secret = `${part.name}-client-tls`;
    super(scope, 'ClientCertificate', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: secret, namespace: part.namespace, labels: part.labels },
      spec: {
        ...LIFETIME,
        secretName: secret,
        commonName: part.name,
        usages: ['client auth'],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: ISSUERS.internal },
      },
    });
    this.secret = secret;
  }
}
