import { Observability } from '../observability/observability';
import { serverAlerts, serverPanels } from '../observability/server-alerts';
import type { StateClass } from '../tenancy/catalogue';
import { Component, type Platform } from '../tenancy/component';
import { NetworkEdge } from '../tenancy/network-edge';
import { SmokeCheck } from '../tenancy/smoke-check';
import { METRICS_PORT, SERVICE_PORT } from '../workload/http-server';
import { Web } from '../workload/web';
import type { KfmApi } from './kfm-api';
import { type ExposedOverrides, variablesOf } from './overrides';
import { programOf } from './program';

/** Of a component that works through the governed API. */
export interface ApiClientProps {
  readonly api: KfmApi;
}

/** Where web servers answer the kubelet. */
const HEALTH = { live: '/healthz', ready: '/readyz' } as const;

/** A web server that reaches the governed API and nothing else. */
export abstract class Frontend extends Component {
  override readonly smoke: readonly SmokeCheck[];

  protected constructor(scope: Platform, name: string, state: StateClass | 'stateless', props: ExposedOverrides & ApiClientProps) {
    const entry = scope.catalogue.component(name);
    super(scope, { name, namespace: entry.namespace, state, overrides: { ...props } });
    const { api, replicas, placement, host } = props;
    this.smoke = [
      SmokeCheck.available('Deployment'),
      SmokeCheck.http('is ready', { path: HEALTH.ready, port: SERVICE_PORT, expect: { status: 200 } }),
      SmokeCheck.http('answers', { path: HEALTH.live, port: SERVICE_PORT, expect: { status: 200 }, host }),
    ];
    new Web(this, {
      ...programOf(scope, name, props.release),
      scale: replicas,
      resources: props.resources ?? { cpu: '50m', cpuLimit: '250m', memory: '128Mi' },
      placement,
      host,
      health: HEALTH,
      variables: variablesOf<string>(props, { KFM_API_URL: api.url }, this.node.path),
    });
    new NetworkEdge(this.policies, { from: this.endpoint, to: api.endpoint, ports: [api.port], labels: this.labels });
    new Observability(this, { port: METRICS_PORT, alerts: serverAlerts(this), panels: serverPanels(this) });
  }
}
