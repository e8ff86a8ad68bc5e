import { quantityAmount } from '../manifest/quantity';

const MEBIBYTE = 2 ** 20;

/** `postgresql.conf` for a server that has the given memory to itself: a quarter shared, three quarters expected in the file cache. */
export function postgresConfiguration(memory: string): string {
  const mebibytes = quantityAmount(memory) / MEBIBYTE;
  return `listen_addresses = '*'
password_encryption = 'scram-sha-256'
shared_buffers = '${Math.floor(mebibytes / 4)}MB'
effective_cache_size = '${Math.floor((mebibytes * 3) / 4)}MB'
max_connections = 100
wal_level = 'replica'
log_connections = on
log_disconnections = on
log_timezone = 'UTC'
timezone = 'UTC'
unix_socket_directories = '/var/run/postgresql'
`;
}

/** `pg_hba.conf`: the superuser by socket only, the API's role over the network, nobody else. */
export const CLIENT_AUTHENTICATION = `local all postgres trust
host kfm kfm_api 0.0.0.0/0 scram-sha-256
host kfm kfm_api ::/0 scram-sha-256
`;

/**
 * Runs once, on an empty data directory: the role that the governed API logs in as owns its database and nothing else.
 * psql reads the password from its file, so that it stands on no command line.
 */
export const BOOTSTRAP_ROLES = `\\set password \`cat /run/secrets/postgres/kfm-api-password\`
CREATE ROLE kfm_api LOGIN PASSWORD :'password';
CREATE DATABASE kfm OWNER kfm_api;
REVOKE ALL ON DATABASE kfm FROM PUBLIC;
`;
