import { quantityAmount } from '../manifest/quantity';
import { TLS_FILES } from '../tenancy/certificate';
import type { Platform } from '../tenancy/component';
import type { Variables } from '../workload/program';
import { Store } from './store';
import type { StoreProps, StoreServer } from './store-server';

const IMAGE = 'docker.io/library/redis:7.4.10-alpine@sha256:e7723ff73d963f5cc6d9c4643ea3d989527a402a319239054e9472a7fb9219a2';
const EXPORTER_IMAGE = 'docker.io/oliver006/redis_exporter:v1.90.0@sha256:a129504e65b87c54f79bc92f1afc403475e8ff646a3d7512de469904ceddf986';
const PORT = 6379;
const SOCKET = '/run/redis/redis.sock';
const CREDENTIALS = '/run/secrets/redis';

/**
 * `redis.conf`: users come from the sealed ACL file alone, probes and metrics from a socket in the pod, clients over the
 * network, by TLS and certificate where encrypted. What does not fit any more is forgotten: it is a cache.
 */
export function redisConfiguration(memory: string, encrypted: boolean): string {
  const listen = encrypted
    ? `port 0
tls-port ${PORT}
tls-cert-file ${TLS_FILES}/tls.crt
tls-key-file ${TLS_FILES}/tls.key
tls-ca-cert-file ${TLS_FILES}/ca.crt
tls-auth-clients yes
tls-protocols "TLSv1.2 TLSv1.3"
`
    : `port ${PORT}\n`;
  return `bind * -::*
protected-mode yes
${listen}unixsocket ${SOCKET}
unixsocketperm 700
aclfile ${CREDENTIALS}/users.acl
dir /data
maxmemory ${Math.floor((quantityAmount(memory) * 3) / 4)}
maxmemory-policy allkeys-lru
appendonly yes
appendfsync everysec
save ""
`;
}

function server({ resources, credentials }: StoreProps, encrypted: boolean): StoreServer {
  const ping = `test "$(REDISCLI_AUTH="$(cat ${CREDENTIALS}/metrics-password)" redis-cli -s ${SOCKET} --user metrics ping)" = PONG`;
  return {
    image: IMAGE,
    user: 999,
    port: PORT,
    grace: 30,
    command: ['redis-server'],
    arguments: ['/etc/redis/redis.conf'],
    files: { 'redis.conf': redisConfiguration(resources.memory, encrypted) },
    configuration: '/etc/redis',
    keys: ['users.acl', 'metrics-password'],
    credentials: CREDENTIALS,
    data: '/data',
    sockets: '/run/redis',
    ready: { exec: { command: ['sh', '-c', ping] } },
    metricsPort: 9121,
    exporter: {
      name: 'metrics',
      sees: ['sockets'],
      image: EXPORTER_IMAGE,
      variables: {
        REDIS_ADDR: `unix://${SOCKET}`,
        REDIS_USER: 'metrics',
        REDIS_PASSWORD: { secret: credentials.name, key: 'metrics-password' },
      },
    },
  };
}

/** Redis, the API's cache: rebuildable. */
export class Redis extends Store {
  constructor(scope: Platform, props: StoreProps) {
    super(scope, 'redis', props, server(props, scope.traits.encrypted));
  }

  /** How the governed API connects, apart from its password. */
  get variables(): Variables {
    return { REDIS_HOST: this.host, REDIS_PORT: String(this.port), REDIS_USER: 'kfm_api' };
  }
}
