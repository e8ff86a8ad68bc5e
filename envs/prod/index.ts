import {
  argo,
  Environment,
  Indexer,
  KfmApi,
  KfmUi,
  PipelineRunner,
  platformAddOns,
  platformStores,
  type Releases,
  release,
  Sync,
  Tiles,
} from '../../lib';
import { catalogue } from '../catalogue';
import { clusters } from '../clusters';
import { quotas } from '../quotas';
import { secrets } from './secrets';

/** What runs in prod. */
export const releases = {
  'kfm-api': release('2.4.0', 'sha256:1ceb64746b56ae78a59e3150f60c064dd5afb29a926120fa00f97224f4e33401'),

  'kfm-ui': release('1.9.0', 'sha256:9b2e8f6d5c4b3a29180706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1'),

  tiles: release('1.4.2', 'sha256:4264df1970598865041ba5f7a840dd7b6f0970234a83f8a8a1e78f5d742531b5'),

  indexer: release('0.8.0', 'sha256:224c2cc3c2bf8c764cd0150e611096b8456217c2135ee68dda4eafb889971e41'),

  'pipeline-runner': release('3.1.0', 'sha256:f3a2f9afb1ddf9b7eb1af3dc89d3d82e5c84328016740c6616db4a2d3deb9aeb'),
} satisfies Releases;

/** What people use: sensitive data, nothing that was not in stage, applied when somebody asks for it. */
export class Prod extends Environment {
  constructor() {
    super({
      name: 'prod',
      follows: 'stage',
      locked: true,
      catalogue,
      cluster: clusters.prod,
      delivery: argo({ sync: Sync.onRequest(), cascade: false, notifications: { secret: secrets.notifications, channel: 'kfm-prod' } }),
      data: 'sensitive',
      purpose: 'production',
      audience: 'public',
      size: 'large',
      highlyAvailable: true,
      encrypted: true,
      quotas: quotas.large,
    });
    platformAddOns(this, { secrets });
    const stores = platformStores(this, { secrets, retention: 35 });
    const replicas = { min: 3, max: 9 };
    const api = new KfmApi(this, { release: releases['kfm-api'], stores, secrets, replicas, host: 'api.kfm.example.org' });
    new KfmUi(this, { release: releases['kfm-ui'], api, replicas: 3, host: 'kfm.example.org' });
    new Tiles(this, { release: releases.tiles, api, replicas: 3, host: 'tiles.kfm.example.org' });
    new Indexer(this, { release: releases.indexer, api, replicas: 2, placement: { pool: 'pipelines' } });
    new PipelineRunner(this, { release: releases['pipeline-runner'], api, replicas: 4, placement: { pool: 'pipelines' } });
  }
}
