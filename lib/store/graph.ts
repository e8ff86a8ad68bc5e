import type { Platform } from '../tenancy/component';
import type { Variables } from '../workload/program';
import { type PostgresDatabase, postgresServer } from './postgres-server';
import { Store } from './store';
import type { StoreProps } from './store-server';

/** PostgreSQL 16 with Apache AGE, which answers openCypher (docs/decisions/0010). */
const IMAGE = 'docker.io/apache/age:release_PG16_1.6.0@sha256:16aa423d20a31aed36a3313244bf7aa00731325862f20ed584510e381f2feaed';

export const GRAPH: PostgresDatabase = {
  image: IMAGE,
  database: 'graph',
  owner: 'kfm_api',
  roles: ['kfm_api'],
  preload: 'age',
  bootstrap: `CREATE EXTENSION age;
GRANT USAGE ON SCHEMA ag_catalog TO kfm_api;
ALTER DATABASE graph SET search_path = ag_catalog, "$user", public;
`,
};

/** The graph of how things relate: a projection that the indexer can build again. */
export class Graph extends Store {
  constructor(scope: Platform, props: StoreProps) {
    super(scope, 'graph', props, postgresServer(GRAPH, props, scope.traits));
  }

  /** How the governed API connects, apart from its password. */
  get variables(): Variables {
    return { GRAPH_HOST: this.host, GRAPH_PORT: String(this.port), GRAPH_DATABASE: GRAPH.database, GRAPH_USER: 'kfm_api' };
  }
}
