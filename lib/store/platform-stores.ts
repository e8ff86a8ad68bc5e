import { UnitChart } from '../construct/unit-chart';
import { backupMissing } from '../errors';
import type { Platform } from '../tenancy/component';
import { tryFact } from '../tenancy/fact';
import { platformLabels } from '../tenancy/labels';
import { Secret } from '../tenancy/secret';
import type { SecretRef } from '../tenancy/secret-ref';
import { AUDIT, Audit } from './audit';
import type { BackupPlan } from './backup';
import { Graph } from './graph';
import { Objects } from './objects';
import { backUpObjects } from './objects-backup';
import { CATALOGUE, Postgres } from './postgres';
import { backUpDatabase } from './postgres-backup';
import { Redis } from './redis';
import { Search } from './search';
import { STORE_SIZES, type StoreName } from './sizes';

/** Credentials by the name of their store, and those of the bucket that backups go to. */
export type StoreSecrets = Readonly<Record<StoreName, SecretRef>> & { readonly 'backup-bucket'?: SecretRef };

export interface PlatformStoresProps {
  readonly secrets: StoreSecrets;
  /** Days that backups are kept. @default no backups: refused where the cluster has a bucket for them */
  readonly retention?: number;
}

/** All stores of the platform. */
export interface PlatformStores {
  readonly postgres: Postgres;
  readonly objects: Objects;
  readonly audit: Audit;
  readonly redis: Redis;
  readonly search: Search;
  readonly graph: Graph;
}

/**
 * The stores of the platform in the environment's size. Canonical ones are backed up where the cluster knows a bucket.
 * @throws in production without one (requirement E16)
 */
export function platformStores(scope: Platform, { secrets, retention }: PlatformStoresProps): PlatformStores {
  const sizes = STORE_SIZES[scope.traits.size];
  const plan = backupPlan(scope, secrets['backup-bucket'], retention);
  const props = (store: StoreName) => ({ ...sizes[store], credentials: secrets[store] });
  const kept = (store: StoreName) => ({ ...props(store), ...(plan && { retention: plan.retention }) });
  const stores: PlatformStores = {
    postgres: new Postgres(scope, kept('postgres')),
    objects: new Objects(scope, kept('objects')),
    audit: new Audit(scope, kept('audit')),
    redis: new Redis(scope, props('redis')),
    search: new Search(scope, props('search')),
    graph: new Graph(scope, props('graph')),
  };
  if (plan !== undefined) {
    backUpDatabase(stores.postgres, CATALOGUE, sizes.postgres.storage, '17 1 * * *', plan);
    backUpDatabase(stores.audit, AUDIT, sizes.audit.storage, '37 1 * * *', plan);
    backUpObjects(stores.objects, '57 1 * * *', plan);
  }
  return stores;
}

function backupPlan(scope: Platform, credentials: SecretRef | undefined, retention: number | undefined): BackupPlan | undefined {
  const bucket = tryFact(scope.cluster.backup);
  if (bucket === undefined) {
    if (scope.traits.purpose === 'production' && scope.cluster.backup === undefined) {
      throw backupMissing(scope.cluster.name, 'has no backup bucket, which production requires; add `backup` to its facts');
    }
    return undefined;
  }
  if (credentials === undefined || retention === undefined) {
    throw backupMissing(scope.cluster.name, 'has a backup bucket; give platformStores the secret backup-bucket and a retention in days');
  }
  const namespace = scope.catalogue.store('postgres').namespace;
  const unit = new UnitChart(scope, { folder: 'secrets/backup-bucket', component: 'secrets', project: 'data', namespace });
  const labels = platformLabels(scope.catalogue.partOf, 'backup-bucket');
  new Secret(unit, 'BackupBucket', { secret: credentials, traits: scope.traits, namespace, keys: ['access-key', 'secret-key'], labels });
  return { bucket, credentials, retention };
}
