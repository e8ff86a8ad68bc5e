import { ADD_ON_NAMESPACES, Catalogue, Ceiling, CHART_REPOSITORIES } from '../lib';

const ZONES = ['kfm-api', 'kfm-pipelines', 'kfm-web', 'platform-data'];

/** Namespaces of add-ons whose policies security owns. */
const GOVERNED = ADD_ON_NAMESPACES.filter((namespace) => namespace !== 'kube-system');

/** Who owns what, in every environment. Sample values stand where the sources name none (docs/decisions/0002). */
export const catalogue = new Catalogue({
  partOf: 'kfm',
  repository: {
    url: 'https://git.kfm.example.org/platform/desired-state.git',
    revision: 'main',
    path: 'dist',
    pages: 'https://git.kfm.example.org/platform/desired-state/blob/main',
  },

  boundaries: {
    platform: { group: 'kfm:platform-sre', reviewers: '@kfm/platform-sre' },
    security: { group: 'kfm:security', reviewers: '@kfm/security' },
    release: { group: 'kfm:release', reviewers: '@kfm/release' },
  },

  teams: {
    services: { group: 'kfm:services', reviewers: '@kfm/services' },
    web: { group: 'kfm:web', reviewers: '@kfm/web' },
    pipelines: { group: 'kfm:pipelines', reviewers: '@kfm/pipelines' },
    'data-platform': { group: 'kfm:data-platform', reviewers: '@kfm/data-platform' },
  },

  namespaces: {
    'kfm-api': { team: 'services', tier: 'api' },
    'kfm-web': { team: 'web', tier: 'frontend' },
    'kfm-pipelines': { team: 'pipelines', tier: 'pipeline' },
    'platform-data': { team: 'data-platform', tier: 'store' },
  },

  components: {
    'kfm-api': { namespace: 'kfm-api', image: 'registry.kfm.example.org/kfm/kfm-api' },
    'kfm-ui': { namespace: 'kfm-web', image: 'registry.kfm.example.org/kfm/kfm-ui' },
    tiles: { namespace: 'kfm-web', image: 'registry.kfm.example.org/kfm/tiles' },
    indexer: { namespace: 'kfm-pipelines', image: 'registry.kfm.example.org/kfm/indexer' },
    'pipeline-runner': { namespace: 'kfm-pipelines', image: 'registry.kfm.example.org/kfm/pipeline-runner' },
  },

  registries: [
    'registry.kfm.example.org/kfm/',
    'docker.io/apache/age',
    'docker.io/getmeili/meilisearch',
    'docker.io/grafana/k6',
    'docker.io/library/postgres',
    'docker.io/library/redis',
    'docker.io/nginxinc/nginx-unprivileged',
    'docker.io/oliver006/redis_exporter',
    'docker.io/prom/statsd-exporter',
    'docker.io/rclone/rclone',
    'docker.io/versity/versitygw',
    'quay.io/prometheuscommunity/postgres-exporter',
  ],

  stores: {
    postgres: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] },
    objects: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] },
    audit: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] },
    redis: { namespace: 'platform-data', state: 'rebuildable', callers: ['kfm-api'] },
    search: { namespace: 'platform-data', state: 'rebuildable', callers: ['kfm-api'] },
    graph: { namespace: 'platform-data', state: 'rebuildable', callers: ['kfm-api'] },
  },

  projects: {
    platform: Ceiling.platform({ zones: ZONES, addOns: ADD_ON_NAMESPACES, charts: CHART_REPOSITORIES }),
    security: Ceiling.security(...ZONES, ...GOVERNED),
    data: Ceiling.data('data-platform', 'platform-data'),
    services: Ceiling.team('services', 'kfm-api'),
    web: Ceiling.team('web', 'kfm-web'),
    pipelines: Ceiling.team('pipelines', 'kfm-pipelines'),
  },
});
