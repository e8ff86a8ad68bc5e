import { Catalogue, Ceiling } from '../lib';

const ZONES = ['kfm-api', 'kfm-web', 'platform-data'];

/** Who owns what, in every environment. Sample values stand where the sources name none (docs/decisions/0002). */
export const catalogue = new Catalogue({
  partOf: 'kfm',
  repository: { url: 'https://git.kfm.example.org/platform/desired-state.git', revision: 'main', path: 'dist' },

  namespaces: {
    'kfm-api': { team: 'services', tier: 'api' },
    'kfm-web': { team: 'web', tier: 'frontend' },
    'platform-data': { team: 'data-platform', tier: 'store' },
  },

  components: {
    'kfm-api': { namespace: 'kfm-api', image: 'registry.kfm.example.org/kfm/kfm-api' },
    'kfm-ui': { namespace: 'kfm-web', image: 'registry.kfm.example.org/kfm/kfm-ui' },
  },

  stores: {
    postgres: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] },
  },

  projects: {
    platform: Ceiling.platform(...ZONES),
    security: Ceiling.security(...ZONES),
    data: Ceiling.data('platform-data'),
    services: Ceiling.team('kfm-api'),
    web: Ceiling.team('kfm-web'),
  },
});
