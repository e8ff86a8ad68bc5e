import { imageReference, type Release } from '../release/release';
import { Component, type Platform } from '../tenancy/component';
import { NetworkEdge } from '../tenancy/network-edge';
import { Exposure } from '../workload/exposure';
import type { Resources } from '../workload/hardening';
import { Server } from '../workload/server';
import type { KfmApi } from './kfm-api';

export interface KfmUiProps {
  readonly release: Release;
  readonly replicas: number;
  readonly api: KfmApi;
  /** Public host. @default not exposed outside the cluster */
  readonly host?: string;
  /** @default 50m to 250m of a processor, 128Mi */
  readonly resources?: Resources;
  /** Feature flags and settings, as environment variables. @default none */
  readonly configuration?: Readonly<Record<string, string>>;
}

/** The web interface. It reaches the governed API and nothing else. */
export class KfmUi extends Component {
  constructor(scope: Platform, props: KfmUiProps) {
    const entry = scope.catalogue.component('kfm-ui');
    super(scope, 'kfm-ui', entry.namespace, 'stateless');
    const runtime = this.runtimeUnit();
    const policies = this.policyUnit();
    const endpoint = { name: this.name, namespace: this.namespace, labels: this.selector };

    new Server(runtime, 'Server', {
      name: this.name,
      namespace: this.namespace,
      labels: this.labels,
      selector: this.selector,
      image: imageReference(entry.image, props.release),
      replicas: props.replicas,
      resources: props.resources ?? { cpu: '50m', cpuLimit: '250m', memory: '128Mi' },
      health: { live: '/healthz', ready: '/readyz' },
      variables: this.variables<string>(props.configuration, { KFM_API_URL: props.api.url }),
    });

    new NetworkEdge(policies, { from: endpoint, to: props.api.endpoint, port: props.api.port, labels: this.labels });
    if (props.host !== undefined) {
      new Exposure(runtime, policies, { cluster: scope.cluster, host: props.host, server: endpoint, labels: this.labels });
    }
  }
}
