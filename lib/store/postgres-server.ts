import { quantityAmount } from '../manifest/quantity';
import { TLS_FILES } from '../tenancy/certificate';
import type { Traits } from '../tenancy/traits';
import type { StoreProps, StoreServer } from './store-server';

/** The official image; digests are those of multi-architecture indexes (docs/images.md). */
export const POSTGRES_IMAGE = 'docker.io/library/postgres:17.6@sha256:00bc86618629af00d2937fdc5a5d63db3ff8450acf52f0636ec813c7f4902929';
const EXPORTER_IMAGE =
  'quay.io/prometheuscommunity/postgres-exporter:v0.20.1@sha256:ac5ec343104fae0e2d84a27bb8d69b38430a11910c5382cad85d478d2bab713e';

/** The user `postgres` of the image. */
export const POSTGRES_USER = 999;
export const POSTGRES_PORT = 5432;
const CONFIGURATION = '/etc/postgresql';
export const CREDENTIALS = '/run/secrets/postgres';
const MEBIBYTE = 2 ** 20;

/** What a PostgreSQL server holds: one database, its owner, and the governed API's role. */
export interface PostgresDatabase {
  readonly image: string;
  readonly database: string;
  /** Role that owns the database; a restore logs in as it. */
  readonly owner: string;
  /** Roles that log in over the network, the owner included; each has its password under the key `<role>-password`, dashes for underscores. */
  readonly roles: readonly string[];
  /** Libraries that the server loads. @default none */
  readonly preload?: string;
  /** SQL run once as superuser in the database. @default none */
  readonly bootstrap?: string;
}

/** Key of the credentials that holds a role's password. */
export function passwordKey(role: string): string {
  return `${role.replaceAll('_', '-')}-password`;
}

/** Roles that every server has: `backup` reads everything, `metrics` the statistics, over the loopback only. */
const STAFF = ['backup', 'metrics'] as const;

/** A PostgreSQL server for one database, with configuration, roles and metrics. */
export function postgresServer(
  holds: PostgresDatabase,
  { resources, credentials }: StoreProps,
  { encrypted }: Pick<Traits, 'encrypted'>,
): StoreServer {
  const { database, roles, preload } = holds;
  // As the role that may connect over the loopback: any other would be refused in the log at every probe.
  const isReady = ['pg_isready', '--username=metrics', '--dbname=postgres', '--host=127.0.0.1'];
  return {
    image: holds.image,
    user: POSTGRES_USER,
    port: POSTGRES_PORT,
    grace: 120,
    arguments: ['-c', `config_file=${CONFIGURATION}/postgresql.conf`, '-c', `hba_file=${CONFIGURATION}/pg_hba.conf`],
    variables: {
      PGDATA: '/var/lib/postgresql/data/pgdata',
      POSTGRES_PASSWORD_FILE: `${CREDENTIALS}/postgres-password`,
      POSTGRES_INITDB_ARGS: '--auth=scram-sha-256 --data-checksums',
    },
    files: {
      'postgresql.conf': postgresConfiguration(resources.memory, encrypted, preload),
      'pg_hba.conf': clientAuthentication(database, roles, encrypted),
      'roles.sql': bootstrapSql(holds),
    },
    configuration: CONFIGURATION,
    links: { 'roles.sql': '/docker-entrypoint-initdb.d/roles.sql' },
    keys: ['postgres', ...roles, ...STAFF].map(passwordKey),
    credentials: CREDENTIALS,
    data: '/var/lib/postgresql/data',
    sockets: '/var/run/postgresql',
    ready: { exec: { command: isReady } },
    metricsPort: 9187,
    exporter: {
      name: 'metrics',
      sees: [],
      image: EXPORTER_IMAGE,
      arguments: ['--web.listen-address=:9187', '--no-collector.wal'],
      variables: {
        DATA_SOURCE_URI: `127.0.0.1:${POSTGRES_PORT}/postgres?sslmode=disable`,
        DATA_SOURCE_USER: 'metrics',
        DATA_SOURCE_PASS: { secret: credentials.name, key: passwordKey('metrics') },
      },
    },
  };
}

/** `postgresql.conf` for a server that has the given memory to itself: a quarter shared, three quarters expected in the file cache. */
export function postgresConfiguration(memory: string, encrypted: boolean, preload?: string): string {
  const mebibytes = quantityAmount(memory) / MEBIBYTE;
  const tls = `ssl = on
ssl_cert_file = '${TLS_FILES}/tls.crt'
ssl_key_file = '${TLS_FILES}/tls.key'
ssl_ca_file = '${TLS_FILES}/ca.crt'
ssl_min_protocol_version = 'TLSv1.2'
`;
  return `listen_addresses = '*'
password_encryption = 'scram-sha-256'
shared_buffers = '${Math.floor(mebibytes / 4)}MB'
effective_cache_size = '${Math.floor((mebibytes * 3) / 4)}MB'
max_connections = 100
dynamic_shared_memory_type = 'mmap'
wal_level = 'replica'
log_connections = on
log_disconnections = on
log_timezone = 'UTC'
timezone = 'UTC'
unix_socket_directories = '/var/run/postgresql'
${preload === undefined ? '' : `shared_preload_libraries = '${preload}'\n`}${encrypted ? tls : ''}`;
}

/** `pg_hba.conf`: the superuser by socket only, metrics by loopback only, the others over the network, by TLS and certificate where encrypted. */
export function clientAuthentication(database: string, roles: readonly string[], encrypted: boolean): string {
  const [type, method] = encrypted ? ['hostssl', 'scram-sha-256 clientcert=verify-ca'] : ['host', 'scram-sha-256'];
  const lines = [...roles, 'backup'].map((role) => `${type} ${database} ${role} all ${method}`);
  return `local all postgres trust\nhost postgres metrics 127.0.0.1/32 scram-sha-256\n${lines.join('\n')}\n`;
}

/**
 * Runs once, on an empty data directory. psql reads passwords from their files, so that they stand on no command line;
 * the database is closed to everybody who is not named.
 */
function bootstrapSql({ database, owner, roles, bootstrap }: PostgresDatabase): string {
  const role = (name: string, memberOf?: string): string =>
    `\\set password \`cat ${CREDENTIALS}/${passwordKey(name)}\`\nCREATE ROLE ${name} LOGIN PASSWORD :'password'${memberOf === undefined ? '' : ` IN ROLE ${memberOf}`};\n`;
  return `${roles.map((name) => role(name)).join('')}${role('backup', 'pg_read_all_data')}${role('metrics', 'pg_monitor')}CREATE DATABASE ${database} OWNER ${owner};
REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
GRANT CONNECT ON DATABASE ${database} TO ${[...roles, 'backup'].join(', ')};
${bootstrap === undefined ? '' : `\\connect ${database}\n${bootstrap}`}`;
}
