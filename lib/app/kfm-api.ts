import { Observability } from '../observability/observability';
import { serverAlerts, serverPanels } from '../observability/server-alerts';
import { type ServiceLevelProps, serviceLevel } from '../observability/service-level';
import type { PlatformStores } from '../store/platform-stores';
import { ClientCertificate, TLS_FILES } from '../tenancy/certificate';
import { Component, endpointOf, type Platform } from '../tenancy/component';
import { Secret } from '../tenancy/secret';
import type { SecretRef } from '../tenancy/secret-ref';
import { SmokeCheck } from '../tenancy/smoke-check';
import { Api } from '../workload/api';
import { METRICS_PORT, SERVER_PORT, SERVICE_PORT } from '../workload/http-server';
import { Job } from '../workload/job';
import type { Variables } from '../workload/program';
import { type ExposedOverrides, variablesOf } from './overrides';
import { programOf } from './program';
import { Rehearsal } from './rehearsal';

/** Keys of the credentials that the API shows its stores. */
const KEYS = {
  POSTGRES_PASSWORD: 'postgres-password',
  AUDIT_PASSWORD: 'audit-password',
  GRAPH_PASSWORD: 'graph-password',
  REDIS_PASSWORD: 'redis-password',
  SEARCH_KEY: 'search-key',
  OBJECTS_ACCESS_KEY: 'objects-access-key',
  OBJECTS_SECRET_KEY: 'objects-secret-key',
} as const;

type Key = keyof typeof KEYS;

/** Where the API answers the kubelet: ready is who reaches the stores. */
const HEALTH = { live: '/healthz', ready: '/readyz' } as const;

/** What a rehearsal asks for, time after time: what is read, needs no credentials, and goes through to the stores. */
const REHEARSED = ['/readyz'];

/** What the API promises over thirty days: requests that succeed, and requests that are answered within a second. */
const PROMISE: ServiceLevelProps = { availability: 0.999, latency: { objective: 0.99, seconds: 1 } };

export interface KfmApiProps extends ExposedOverrides {
  readonly stores: PlatformStores;
  /** What the API shows its stores, with the keys of `KEYS`. */
  readonly secrets: { readonly api: SecretRef };
}

/** The governed API: the one way to the stores (requirement B5). A Job migrates the catalogue's schema before new pods start. */
export class KfmApi extends Component {
  readonly port = SERVER_PORT;
  override readonly smoke: readonly SmokeCheck[];

  constructor(scope: Platform, props: KfmApiProps) {
    const entry = scope.catalogue.component('kfm-api');
    super(scope, {
      name: 'kfm-api',
      namespace: entry.namespace,
      state: 'stateless',
      overrides: { ...props, secrets: { api: props.secrets.api } },
    });
    const { stores, replicas, placement } = props;
    this.smoke = [
      SmokeCheck.available('Deployment'),
      SmokeCheck.http('is ready', { path: HEALTH.ready, port: SERVICE_PORT, expect: { status: 200 } }),
      SmokeCheck.http('answers', { path: HEALTH.live, port: SERVICE_PORT, expect: { status: 200 }, host: props.host }),
    ];
    const { encrypted } = scope.traits;
    const program = programOf(scope, 'kfm-api', props.release);
    const resources = props.resources ?? { cpu: '100m', cpuLimit: '500m', memory: '256Mi' };

    const secret = new Secret(this.runtime, 'Credentials', {
      secret: props.secrets.api,
      traits: scope.traits,
      namespace: this.namespace,
      keys: Object.values(KEYS),
      labels: this.labels,
    });
    const certificate = encrypted ? new ClientCertificate(this.policies, this) : undefined;
    const tls = certificate && {
      volumes: [{ name: 'tls', secret: { secretName: certificate.secret, defaultMode: 0o440 } }],
      mounts: [{ name: 'tls', mountPath: TLS_FILES, readOnly: true }],
    };
    const told = (variables: Variables, keys: readonly Key[]): Variables =>
      variablesOf(props, { ...variables, ...tlsVariables(encrypted), ...credentials(secret.name, keys) }, this.node.path);

    const migration = this.part('kfm-api-migration');
    const migrate = new Job(this.runtime, 'Migration', {
      part: migration,
      platform: scope,
      placement,
      secrets: [secret],
      deadline: 600,
      ...(tls && { volumes: tls.volumes }),
      container: {
        name: 'migration',
        ...program,
        arguments: ['migrate'],
        variables: told(stores.postgres.variables, ['POSTGRES_PASSWORD']),
        resources,
        ...(tls && { mounts: tls.mounts }),
      },
    });
    new Api(this, {
      ...program,
      scale: replicas,
      resources,
      placement,
      host: props.host,
      health: HEALTH,
      variables: told(storeVariables(stores), Object.keys(KEYS) as Key[]),
      secrets: [secret],
      after: [migrate],
      ...tls,
    });
    for (const store of Object.values(stores)) store.admit(this);
    stores.postgres.admit(this, endpointOf(migration));

    const { recordings, alerts, panels } = serviceLevel(this, PROMISE);
    new Observability(this, {
      port: METRICS_PORT,
      alerts: [...serverAlerts(this), ...alerts],
      recordings,
      panels: [...serverPanels(this), ...panels],
    });
    if (scope.traits.purpose === 'rehearsal') new Rehearsal(this, { url: this.url, port: this.port, paths: REHEARSED, promise: PROMISE });
  }

  /** Inside the cluster. */
  get url(): string {
    return `http://${this.name}.${this.namespace}.svc.cluster.local`;
  }
}

function storeVariables({ postgres, audit, graph, redis, search, objects }: PlatformStores): Variables {
  return {
    ...postgres.variables,
    ...audit.variables,
    ...graph.variables,
    ...redis.variables,
    ...search.variables,
    ...objects.variables,
  };
}

function tlsVariables(encrypted: boolean): Variables {
  const files = { STORES_TLS_CA: `${TLS_FILES}/ca.crt`, STORES_TLS_CERT: `${TLS_FILES}/tls.crt`, STORES_TLS_KEY: `${TLS_FILES}/tls.key` };
  return { STORES_TLS: String(encrypted), ...(encrypted && files) };
}

function credentials(secret: string, keys: readonly Key[]): Variables {
  return Object.fromEntries(keys.map((variable) => [variable, { secret, key: KEYS[variable] }]));
}
