import { quantityAmount } from '../manifest/quantity';
import { TLS_FILES } from '../tenancy/certificate';
import type { Platform } from '../tenancy/component';
import { NGINX, nginxConfiguration } from '../workload/nginx';
import type { Variables } from '../workload/program';
import { Store } from './store';
import type { StoreProps, StoreServer } from './store-server';

const IMAGE = 'docker.io/getmeili/meilisearch:v1.41.0@sha256:860fa4baed04ae1c235de870edab0c8006227546dea1bbb6411fbfc5e27cf1db';
const PORT = 7700;
const METRICS = 9090;
const CONFIGURATION = '/etc/meilisearch';
const MASTER_KEY = 'master-key';

/** `config.toml` of Meilisearch; its key comes from the environment. */
export function searchConfiguration(memory: string, encrypted: boolean): string {
  const tls = `ssl_cert_path = "${TLS_FILES}/tls.crt"\nssl_key_path = "${TLS_FILES}/tls.key"\n`;
  return `env = "production"
http_addr = "0.0.0.0:${PORT}"
db_path = "/meili_data/data.ms"
dump_dir = "/meili_data/dumps"
max_indexing_memory = "${Math.floor(quantityAmount(memory) / 2 / 2 ** 20)} MiB"
no_analytics = true
experimental_enable_metrics = true
${encrypted ? tls : ''}`;
}

/** nginx in front of the one path that Prometheus reads: Meilisearch asks for a key there, and monitoring shall not have it. */
export function metricsProxy(encrypted: boolean): string {
  const tls = `proxy_ssl_name localhost;
      proxy_ssl_trusted_certificate ${TLS_FILES}/ca.crt;
      proxy_ssl_verify on;
      `;
  return nginxConfiguration(`  server {
    listen ${METRICS};
    location = /metrics {
      ${encrypted ? tls : ''}proxy_set_header Authorization "Bearer \${SEARCH_KEY}";
      proxy_pass ${encrypted ? 'https' : 'http'}://127.0.0.1:${PORT}/metrics;
    }
    location / {
      return 404;
    }
  }
`);
}

function server({ resources, credentials }: StoreProps, encrypted: boolean): StoreServer {
  const key = { secret: credentials.name, key: MASTER_KEY };
  return {
    image: IMAGE,
    user: 1000,
    port: PORT,
    grace: 60,
    // Indexing spills to TMPDIR, as much as the index itself.
    variables: { MEILI_CONFIG_FILE_PATH: `${CONFIGURATION}/config.toml`, MEILI_MASTER_KEY: key, TMPDIR: '/meili_data/tmp' },
    prepare: ['mkdir', '-p', '/meili_data/tmp'],
    files: {
      'config.toml': searchConfiguration(resources.memory, encrypted),
      'metrics.conf': metricsProxy(encrypted),
    },
    configuration: CONFIGURATION,
    keys: [MASTER_KEY],
    data: '/meili_data',
    ready: { httpGet: { path: '/health', port: 'search', scheme: encrypted ? 'HTTPS' : 'HTTP' } },
    metricsPort: METRICS,
    exporter: {
      name: 'metrics',
      sees: ['configuration', 'tls'],
      image: NGINX,
      command: [
        'sh',
        '-c',
        `envsubst '$SEARCH_KEY' < ${CONFIGURATION}/metrics.conf > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'`,
      ],
      variables: { SEARCH_KEY: key },
    },
  };
}

/** Full-text search: a projection that the indexer can build again. */
export class Search extends Store {
  constructor(scope: Platform, props: StoreProps) {
    super(scope, 'search', props, server(props, scope.traits.encrypted));
  }

  /** How the governed API connects, apart from its key. */
  get variables(): Variables {
    return { SEARCH_URL: `${this.platform.traits.encrypted ? 'https' : 'http'}://${this.host}:${this.port}` };
  }
}
