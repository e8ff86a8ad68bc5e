import type { Bucket } from './bucket';
import type { Authority, Certificate, CertificateFiles } from './certificates';
import { type Outcome, Pod, password, type Values } from './pod';
import { NOBODY } from './program';
import type { Rendered } from './rendered';

export const POSTGRES_PROGRAMS = ['postgres', 'initdb', 'psql', 'pg_isready', 'pg_dump', 'openssl'];

const PORT = 5432;

/** What the entrypoint of the image does on an empty data directory: without `--no-sync` only because nothing here is kept. */
const ENTRYPOINT = `initdb --no-sync --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
pg_ctl --options="$* -c listen_addresses=''" --wait start < /dev/null > "$HOME/first.log" 2>&1
trap 'pg_ctl --mode=fast --wait stop' EXIT
psql -v ON_ERROR_STOP=1 --no-psqlrc --username postgres --no-password --dbname postgres --file /docker-entrypoint-initdb.d/roles.sql`;

/** A PostgreSQL server of a rendered environment. */
export class PostgresServer {
  /** Passwords by role. */
  readonly passwords: Values;
  private constructor(
    readonly pod: Pod,
    readonly name: string,
    private readonly rendered: Rendered,
    private readonly secrets: Readonly<Record<string, Values>>,
  ) {
    const keys = Object.entries(secrets[`${name}-credentials`] ?? {});
    this.passwords = Object.fromEntries(keys.map(([key, value]) => [key.replace(/-password$/, '').replaceAll('-', '_'), value]));
  }

  static async start(rendered: Rendered, name: string, authority?: Authority): Promise<PostgresServer> {
    const roles = ['postgres', 'kfm-api', 'audit-owner', 'backup', 'metrics'];
    const credentials = Object.fromEntries(roles.map((role) => [`${role}-password`, password()]));
    const tls = authority?.issue(rendered.find<Certificate>('Certificate', `${name}-tls`));
    const secrets = {
      [`${name}-credentials`]: credentials,
      'backup-bucket': { 'access-key': password(), 'secret-key': password() },
      ...(tls && { [`${name}-tls`]: tls }),
    };
    // The user 999 of the image has a name, which initdb asks for; here `nobody` is sure to have one.
    const pod = await Pod.of({ rendered, name, secrets, user: NOBODY });
    const server = new PostgresServer(pod, name, rendered, secrets);
    try {
      await server.initialize();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private async initialize(): Promise<void> {
    const { pod, name } = this;
    const here: Values = { PGPORT: String(this.port), PGHOST: pod.path('/var/run/postgresql') };
    const set = this.rendered.find<{ spec: { template: { spec: { containers: { args: string[] }[] } } } }>('StatefulSet', name);
    const args = set.spec.template.spec.containers[0]?.args as string[];
    const { status, stdout, stderr } = await pod.exec(name, ['sh', '-euc', ENTRYPOINT, 'sh', ...args], here);
    if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
    await pod.start(name, here, ['postgres', ...args, '-c', 'fsync=off']);
  }

  get port(): number {
    return this.pod.port(PORT);
  }

  /** Runs SQL over the network as a role with its password. */
  async as(role: string, database: string, sql: string, variables: Values = {}): Promise<Outcome> {
    const given = { PGUSER: role, PGDATABASE: database, PGPASSWORD: this.passwords[role] ?? '', PGHOST: '127.0.0.1' };
    return this.psql(sql, { ...given, ...variables });
  }

  /** Runs SQL as the superuser, through the socket. */
  async asSuperuser(database: string, sql: string): Promise<string> {
    const { status, stdout, stderr } = await this.psql(sql, {
      PGUSER: 'postgres',
      PGDATABASE: database,
      PGHOST: this.pod.path('/var/run/postgresql'),
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  /** Variables of libpq to show a certificate, and to check the server's, under the name that callers know it by. */
  client(files: CertificateFiles): Values {
    this.pod.mountSecret('/client', files);
    const file = (name: keyof CertificateFiles) => this.pod.path(`/client/${name}`);
    return {
      PGHOST: `${this.name}.platform-data.svc.cluster.local`,
      PGHOSTADDR: '127.0.0.1',
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: file('ca.crt'),
      PGSSLCERT: file('tls.crt'),
      PGSSLKEY: file('tls.key'),
    };
  }

  /** A pod of the rendered CronJob `<name>-backup` or `<name>-restore`, with a folder in place of the bucket. */
  async job(kind: 'backup' | 'restore', bucket: Bucket): Promise<Pod> {
    return Pod.of({
      rendered: this.rendered,
      name: `${this.name}-${kind}`,
      secrets: this.secrets,
      ports: this.pod.ports,
      variables: { ...bucket.variables, PGHOSTADDR: '127.0.0.1' },
    });
  }

  async stop(): Promise<void> {
    await this.pod.stop('SIGQUIT');
  }

  private psql(sql: string, variables: Values): Promise<Outcome> {
    const command = ['psql', '--no-psqlrc', '--no-password', '--quiet', '--tuples-only', '--no-align', '-v', 'ON_ERROR_STOP=1'];
    return this.pod.exec(this.name, command, { PGPORT: String(this.port), ...variables }, sql);
  }
}
