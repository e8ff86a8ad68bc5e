import { TLS_FILES } from '../tenancy/certificate';
import type { Platform } from '../tenancy/component';
import type { Variables } from '../workload/program';
import { Store } from './store';
import type { StoreProps, StoreServer } from './store-server';

/** Versity S3 Gateway: the S3 API over a file system (docs/decisions/0008 says why not MinIO). */
export const OBJECTS_IMAGE = 'docker.io/versity/versitygw:v1.8.0@sha256:30292fc2eeacc67a36993b01f7a7a5e3361a19cced0e80c1d71cfa2a4b0a2499';
const EXPORTER_IMAGE = 'docker.io/prom/statsd-exporter:v0.29.0@sha256:632f705804922d50c1c95ba8ff9c8c0cc18d4bbb0cc265dc4f9ae708271c95b3';
const PORT = 7070;
const STATSD = '127.0.0.1:9125';
const CREDENTIALS = '/run/secrets/objects';

/** Any region will do, as long as both sides name the same one. */
export const REGION = 'us-east-1';

/** The gateway is told everything by variables; accounts come from the sealed file `users.json` alone, which it cannot change. */
function server({ credentials }: StoreProps, encrypted: boolean): StoreServer {
  return {
    image: OBJECTS_IMAGE,
    user: 10_002,
    port: PORT,
    grace: 60,
    arguments: ['posix', '/data/objects'],
    variables: {
      ROOT_ACCESS_KEY_ID: { secret: credentials.name, key: 'root-access-key' },
      ROOT_SECRET_ACCESS_KEY: { secret: credentials.name, key: 'root-secret-key' },
      VGW_PORT: `:${PORT}`,
      VGW_REGION: REGION,
      VGW_HEALTH: '/healthz',
      VGW_IAM_DIR: CREDENTIALS,
      VGW_VERSIONING_DIR: '/data/versions',
      VGW_METRICS_SERVICE_NAME: 'objects',
      VGW_METRICS_STATSD_SERVERS: STATSD,
      ...(encrypted && { VGW_CERT: `${TLS_FILES}/tls.crt`, VGW_KEY: `${TLS_FILES}/tls.key` }),
    },
    files: { 'statsd.yaml': 'mappings: []\n' },
    configuration: '/etc/objects',
    keys: ['root-access-key', 'root-secret-key', 'users.json', 'backup-access-key', 'backup-secret-key'],
    credentials: CREDENTIALS,
    data: '/data',
    prepare: ['mkdir', '-p', '/data/objects', '/data/versions'],
    ready: { httpGet: { path: '/healthz', port: 'objects', scheme: encrypted ? 'HTTPS' : 'HTTP' } },
    metricsPort: 9102,
    exporter: {
      name: 'metrics',
      sees: ['configuration'],
      image: EXPORTER_IMAGE,
      arguments: [`--statsd.listen-udp=${STATSD}`, '--statsd.listen-tcp=', '--statsd.mapping-config=/etc/objects/statsd.yaml'],
    },
  };
}

/** The object store, by the S3 API: canonical. */
export class Objects extends Store {
  constructor(scope: Platform, props: StoreProps) {
    super(scope, 'objects', props, server(props, scope.traits.encrypted));
  }

  get url(): string {
    return `${this.platform.traits.encrypted ? 'https' : 'http'}://${this.host}:${this.port}`;
  }

  /** How the governed API connects, apart from its keys. */
  get variables(): Variables {
    return { OBJECTS_URL: this.url, OBJECTS_REGION: REGION };
  }
}
