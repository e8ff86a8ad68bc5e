import {
  Environment,
  Indexer,
  KfmApi,
  KfmUi,
  PipelineRunner,
  platformAddOns,
  platformStores,
  type Releases,
  release,
  Tiles,
} from '../../lib';
import { catalogue } from '../catalogue';
import { clusters } from '../clusters';
import { quotas } from '../quotas';
import { delivery } from './delivery';
import { secrets } from './secrets';

/** What runs in local. */
export const releases = {
  'kfm-api': release('2.3.1', 'sha256:4c1d07c3e1ba2c6f2a8f8d9f9a1c4a3d1f6f2b7f0c5e9d8a7b6c5d4e3f2a1b0c'),

  'kfm-ui': release('1.9.0', 'sha256:9b2e8f6d5c4b3a29180706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1'),

  tiles: release('1.4.2', 'sha256:4264df1970598865041ba5f7a840dd7b6f0970234a83f8a8a1e78f5d742531b5'),

  indexer: release('0.8.0', 'sha256:224c2cc3c2bf8c764cd0150e611096b8456217c2135ee68dda4eafb889971e41'),

  'pipeline-runner': release('3.1.0', 'sha256:f3a2f9afb1ddf9b7eb1af3dc89d3d82e5c84328016740c6616db4a2d3deb9aeb'),
} satisfies Releases;

/** What a developer runs on kind or k3d: one of everything, mock secrets, nothing private needed. */
export class Local extends Environment {
  constructor() {
    super({
      name: 'local',
      locked: false,
      catalogue,
      cluster: clusters.local,
      delivery,
      data: 'synthetic',
      purpose: 'development',
      audience: 'internal',
      size: 'small',
      highlyAvailable: false,
      encrypted: false,
      programs: 'stand-ins',
      quotas: quotas.small,
    });
    platformAddOns(this, { secrets });
    const stores = platformStores(this, { secrets });
    const api = new KfmApi(this, { release: releases['kfm-api'], stores, secrets, replicas: 1, host: 'api.local.kfm.example.org' });
    new KfmUi(this, { release: releases['kfm-ui'], api, replicas: 1, host: 'local.kfm.example.org' });
    new Tiles(this, { release: releases.tiles, api, replicas: 1, host: 'tiles.local.kfm.example.org' });
    new Indexer(this, { release: releases.indexer, api, replicas: 1, placement: { architecture: 'arm64' } });
    new PipelineRunner(this, { release: releases['pipeline-runner'], api, replicas: 1 });
  }
}
