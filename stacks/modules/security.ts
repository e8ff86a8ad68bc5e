import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import { Construct } from 'constructs';
import type { StackFacts } from '../facts';
import { MANAGED } from '../labels';
import { output, secretVariable, variable } from '../seed-stack';
import { literal } from '../text';

interface WrittenSecret {
  /** Variable that says whether it is made. */
  readonly switch: string;
  readonly description: string;
  readonly metadata: { readonly namespace: string; readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly type: string;
  /** By key a text, or the variable that brings the value. */
  readonly data: Readonly<Record<string, string | { readonly variable: string; readonly description: string }>>;
}

/**
 * Secrets that Argo CD cannot bring because it needs them: the credential of its repository, and the key that opens sealed
 * ones. Each is made if its switch is on. Values are written once per revision and kept by nothing but the cluster.
 */
export class Security extends Construct {
  constructor(scope: Construct, { repository }: Pick<StackFacts, 'repository'>) {
    super(scope, 'security');
    output(this, 'repository', { value: literal(repository), description: 'What Argo CD reads.' });
    this.addSecret('repository-credential', {
      switch: 'repository_credential',
      description: 'Whether Argo CD is given a credential for its repository.',
      metadata: { namespace: 'argocd', name: 'desired-state-repository', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      type: 'Opaque',
      data: {
        type: 'git',
        url: literal(repository),
        username: { variable: 'repository_username', description: 'User name that Argo CD reads the repository with.' },
        password: { variable: 'repository_password', description: 'Its password or token.' },
      },
    });
    this.addSecret('sealing-key', {
      switch: 'sealing_key',
      description: 'Whether the sealed-secrets controller is given the key that the sealed secrets of the environment are for.',
      metadata: {
        namespace: 'sealed-secrets',
        name: 'sealing-key',
        labels: { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' },
      },
      type: 'kubernetes.io/tls',
      data: {
        'tls.crt': { variable: 'sealing_certificate', description: 'Certificate that secrets are sealed with, as PEM.' },
        'tls.key': { variable: 'sealing_private_key', description: 'Its private key, as PEM.' },
      },
    });
  }

  private addSecret(id: string, { switch: flag, description, metadata, type, data }: WrittenSecret): void {
    variable(this, flag, { type: 'bool', description, default: false });
    const revision = variable(this, `${flag}_revision`, {
      type: 'number',
      description: `A higher number writes the values of ${metadata.namespace}/${metadata.name} once more.`,
      default: 1,
    });
    const values = Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? value
        : secretVariable(this, value.variable, { switch: flag, description: value.description }).stringValue,
    ]);
    const secret = new SecretV1(this, id, {
      metadata: { ...metadata, labels: { ...MANAGED, ...metadata.labels } },
      type,
      dataWo: Object.fromEntries(values),
      dataWoRevision: revision.numberValue,
    });
    secret.addOverride('count', `\${var.${flag} ? 1 : 0}`);
  }
}
