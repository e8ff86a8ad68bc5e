import { Observability } from '../observability/observability';
import { workerAlerts, workerPanels } from '../observability/worker-alerts';
import { Component, type Platform } from '../tenancy/component';
import { NetworkEdge } from '../tenancy/network-edge';
import { SmokeCheck } from '../tenancy/smoke-check';
import { METRICS_PORT } from '../workload/http-server';
import { Worker } from '../workload/worker';
import type { ApiClientProps } from './frontend';
import { type Overrides, variablesOf } from './overrides';
import { programOf } from './program';

export type PipelineWorkerProps = Overrides & ApiClientProps;

/** A worker of the pipelines: it takes its work from the governed API and gives the results back to it (requirement A19). */
export abstract class PipelineWorker extends Component {
  override readonly smoke: readonly SmokeCheck[] = [
    SmokeCheck.available('Deployment'),
    SmokeCheck.http('is ready', { path: '/readyz', port: METRICS_PORT, expect: { status: 200 } }),
  ];

  protected constructor(scope: Platform, name: string, props: PipelineWorkerProps) {
    const entry = scope.catalogue.component(name);
    super(scope, { name, namespace: entry.namespace, state: 'stateless', overrides: { ...props } });
    const { api, replicas, placement } = props;
    new Worker(this, {
      ...programOf(scope, name, props.release),
      scale: replicas,
      resources: props.resources ?? { cpu: '100m', cpuLimit: '1', memory: '512Mi' },
      placement,
      variables: variablesOf<string>(props, { KFM_API_URL: api.url }, this.node.path),
    });
    new NetworkEdge(this.policies, { from: this.endpoint, to: api.endpoint, ports: [api.port], labels: this.labels });
    new Observability(this, { port: METRICS_PORT, alerts: workerAlerts(this), panels: workerPanels(this) });
  }
}
