import { argo, DataClass, Environment, KfmApi, KfmUi, Postgres, type Releases, release, Sync, sealed } from '../../lib';
import { catalogue } from '../catalogue';
import { clusters } from '../clusters';
import kfmApiPostgres from './sealed/kfm-api-postgres.json';
import postgresCredentials from './sealed/postgres-credentials.json';

/** What runs in dev. */
export const releases = {
  'kfm-api': release('2.3.1', 'sha256:4c1d07c3e1ba2c6f2a8f8d9f9a1c4a3d1f6f2b7f0c5e9d8a7b6c5d4e3f2a1b0c'),

  'kfm-ui': release('1.9.0', 'sha256:9b2e8f6d5c4b3a29180706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1'),
} satisfies Releases;

/** Where every change arrives first: one of everything, synthetic data, reconciled at once. */
export class Dev extends Environment {
  constructor() {
    super({
      name: 'dev',
      catalogue,
      cluster: clusters.dev,
      delivery: argo({ sync: Sync.automated(), cascade: true }),
      data: DataClass.synthetic,
      quotas: {
        'kfm-api': { cpu: '1', cpuLimit: '4', memory: '1Gi', pods: 10 },
        'kfm-web': { cpu: '500m', cpuLimit: '2', memory: '512Mi', pods: 10 },
        'platform-data': { cpu: '1', cpuLimit: '4', memory: '2Gi', pods: 5, storage: '20Gi' },
      },
    });

    const postgres = new Postgres(this, {
      credentials: sealed(postgresCredentials),
      resources: { cpu: '250m', cpuLimit: '1', memory: '512Mi' },
      storage: '10Gi',
    });
    const api = new KfmApi(this, {
      release: releases['kfm-api'],
      replicas: 1,
      host: 'api.dev.kfm.example.org',
      stores: { postgres },
      credentials: sealed(kfmApiPostgres),
      configuration: { LOG_LEVEL: 'debug' },
    });
    new KfmUi(this, { release: releases['kfm-ui'], replicas: 1, host: 'dev.kfm.example.org', api });
  }
}
