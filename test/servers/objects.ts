import type { Bucket } from './bucket';
import type { Authority, Certificate } from './certificates';
import { type Outcome, Pod, password, type Values } from './pod';
import type { Rendered } from './rendered';

export const OBJECTS_PROGRAMS = ['versitygw', 'rclone', 'openssl'];

/** Who may do what, as docs/secrets.md says to write `users.json`. */
function accounts(secretKeys: Values, roles: Values): string {
  const entries = Object.entries(roles).map(([access, role]) => [access, { access, secret: secretKeys[access], role }]);
  return JSON.stringify({ accessAccounts: Object.fromEntries(entries) });
}

/** An object store of a rendered environment. */
export class ObjectsServer {
  private constructor(
    readonly pod: Pod,
    private readonly rendered: Rendered,
    private readonly secrets: Readonly<Record<string, Values>>,
    private readonly secretKeys: Values,
    private readonly trust: Values,
  ) {}

  static async start(rendered: Rendered, authority?: Authority): Promise<ObjectsServer> {
    const user = { root: 'root', backup: 'backup' };
    const secretKeys = { root: password(), backup: password(), 'kfm-api': password() };
    const tls = authority?.issue(rendered.find<Certificate>('Certificate', 'objects-tls'));
    const secrets = {
      'objects-credentials': {
        'root-access-key': user.root,
        'root-secret-key': secretKeys.root,
        'backup-access-key': user.backup,
        'backup-secret-key': secretKeys.backup,
        'users.json': accounts(secretKeys, { 'kfm-api': 'userplus', backup: 'admin' }),
      },
      'backup-bucket': { 'access-key': password(), 'secret-key': password() },
      ...(tls && { 'objects-tls': tls }),
    };
    const pod = await Pod.of({ rendered, name: 'objects', secrets });
    try {
      await pod.prepare();
      await pod.start('objects', {}, ['versitygw', 'posix', '/data/objects']);
    } catch (error) {
      await pod.stop();
      throw error;
    }
    const trust: Values = tls === undefined ? {} : { RCLONE_CA_CERT: pod.path('/run/secrets/tls/ca.crt') };
    return new ObjectsServer(pod, rendered, secrets, secretKeys, trust);
  }

  get url(): string {
    return `${Object.keys(this.trust).length === 0 ? 'http' : 'https'}://localhost:${this.pod.port(7070)}`;
  }

  /** Runs rclone with the remote `s3:` for an account. */
  as(account: string, args: readonly string[], variables: Values = {}, input = ''): Promise<Outcome> {
    const remote: Values = {
      RCLONE_CONFIG: this.pod.path('/tmp/rclone.conf'),
      RCLONE_CONFIG_S3_TYPE: 's3',
      RCLONE_CONFIG_S3_PROVIDER: 'Other',
      RCLONE_CONFIG_S3_ENDPOINT: this.url,
      RCLONE_CONFIG_S3_REGION: 'us-east-1',
      RCLONE_CONFIG_S3_ACCESS_KEY_ID: account,
      RCLONE_CONFIG_S3_SECRET_ACCESS_KEY: this.secretKeys[account] ?? 'none',
      RCLONE_RETRIES: '1',
      RCLONE_LOW_LEVEL_RETRIES: '1',
    };
    return this.pod.exec('objects', ['rclone', ...args], { ...remote, ...this.trust, ...variables }, input);
  }

  /** A pod of the rendered CronJob `objects-backup` or `objects-restore`, with a folder in place of the bucket. */
  job(kind: 'backup' | 'restore', bucket: Bucket): Promise<Pod> {
    const name = `objects-${kind}`;
    return Pod.of({ rendered: this.rendered, name, secrets: this.secrets, ports: this.pod.ports, variables: bucket.variables });
  }
}
