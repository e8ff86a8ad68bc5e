import type { Platform } from '../tenancy/component';
import type { Variables } from '../workload/program';
import { POSTGRES_IMAGE, type PostgresDatabase, postgresServer } from './postgres-server';
import { Store } from './store';
import type { StoreProps } from './store-server';

/** The catalogue's database: the governed API owns it and migrates its schema. */
export const CATALOGUE: PostgresDatabase = { image: POSTGRES_IMAGE, database: 'kfm', owner: 'kfm_api', roles: ['kfm_api'] };

/** PostgreSQL with the catalogue of KFM: canonical. */
export class Postgres extends Store {
  constructor(scope: Platform, props: StoreProps) {
    super(scope, 'postgres', props, postgresServer(CATALOGUE, props, scope.traits));
  }

  /** How the governed API connects, apart from its password. */
  get variables(): Variables {
    return {
      POSTGRES_HOST: this.host,
      POSTGRES_PORT: String(this.port),
      POSTGRES_DATABASE: CATALOGUE.database,
      POSTGRES_USER: 'kfm_api',
    };
  }
}
