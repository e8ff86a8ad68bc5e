import { imageReference, type Release } from '../release/release';
import type { Postgres } from '../store/postgres';
import { Component, type Platform } from '../tenancy/component';
import { type Endpoint, NetworkEdge } from '../tenancy/network-edge';
import { SealedSecret, type SecretRef } from '../tenancy/sealed-secret';
import { Exposure } from '../workload/exposure';
import type { Resources } from '../workload/hardening';
import { SERVER_PORT, Server, type Variable } from '../workload/server';

const PASSWORD = 'password';

export interface KfmApiProps {
  readonly release: Release;
  readonly replicas: number;
  /** Public host. @default not exposed outside the cluster */
  readonly host?: string;
  readonly stores: { readonly postgres: Postgres };
  /** Password of the API's database role, under the key `password`. */
  readonly credentials: SecretRef;
  /** @default 100m to 500m of a processor, 256Mi */
  readonly resources?: Resources;
  /** Feature flags and settings, as environment variables. @default none */
  readonly configuration?: Readonly<Record<string, string>>;
}

/** The governed API: the one way to the stores (requirement B5). */
export class KfmApi extends Component {
  constructor(scope: Platform, props: KfmApiProps) {
    const entry = scope.catalogue.component('kfm-api');
    super(scope, 'kfm-api', entry.namespace, 'stateless');
    const { postgres } = props.stores;
    const runtime = this.runtimeUnit();
    const policies = this.policyUnit();

    const secret = new SealedSecret(runtime, 'Credentials', {
      secret: props.credentials,
      namespace: this.namespace,
      keys: [PASSWORD],
      labels: this.labels,
    });
    new Server(runtime, 'Server', {
      name: this.name,
      namespace: this.namespace,
      labels: this.labels,
      selector: this.selector,
      image: imageReference(entry.image, props.release),
      replicas: props.replicas,
      resources: props.resources ?? { cpu: '100m', cpuLimit: '500m', memory: '256Mi' },
      health: { live: '/healthz', ready: '/readyz' },
      variables: this.variables<Variable>(props.configuration, {
        POSTGRES_HOST: postgres.host,
        POSTGRES_PORT: String(postgres.port),
        POSTGRES_DATABASE: 'kfm',
        POSTGRES_USER: 'kfm_api',
        POSTGRES_PASSWORD: { secret: props.credentials.name, key: PASSWORD },
      }),
      after: [secret],
    });

    new NetworkEdge(policies, { from: this.endpoint, to: postgres.endpointFor(this), port: postgres.port, labels: this.labels });
    if (props.host !== undefined) {
      new Exposure(runtime, policies, { cluster: scope.cluster, host: props.host, server: this.endpoint, labels: this.labels });
    }
  }

  /** Its pods, as others reach them. */
  get endpoint(): Endpoint {
    return { name: this.name, namespace: this.namespace, labels: this.selector };
  }

  readonly port = SERVER_PORT;

  /** Inside the cluster. */
  get url(): string {
    return `http://${this.name}.${this.namespace}.svc.cluster.local`;
  }
}
