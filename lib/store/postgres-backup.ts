import { TLS_FILES } from '../tenancy/certificate';
import type { Variables } from '../workload/program';
import { Backup, type BackupPlan } from './backup';
import { DUMP, RESTORE } from './backup-scripts';
import { type PostgresDatabase, passwordKey } from './postgres-server';
import type { Store } from './store';

/** Backs up the database of a store as the role that reads everything, and restores it as its owner. */
export function backUpDatabase(
  store: Store,
  { image, database, owner }: PostgresDatabase,
  storage: string,
  schedule: string,
  plan: BackupPlan,
): Backup {
  const as = (role: string): Variables => ({
    PGHOST: store.host,
    PGPORT: String(store.port),
    PGDATABASE: database,
    PGUSER: role,
    PGPASSWORD: { secret: store.credentials.name, key: passwordKey(role) },
    ...(store.platform.traits.encrypted && {
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: `${TLS_FILES}/ca.crt`,
      PGSSLCERT: `${TLS_FILES}/tls.crt`,
      PGSSLKEY: `${TLS_FILES}/tls.key`,
    }),
  });
  return new Backup(store, {
    ...plan,
    schedule,
    storage,
    dump: { name: 'dump', image, script: DUMP, variables: as('backup') },
    restore: { name: 'restore', image, script: RESTORE, variables: as(owner) },
  });
}
