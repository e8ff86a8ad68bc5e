import { endpointOf, type Platform } from '../tenancy/component';
import { NetworkEdge } from '../tenancy/network-edge';
import { Cron } from '../workload/cron';
import { variablesOf } from './overrides';
import { PipelineWorker, type PipelineWorkerProps } from './pipeline-worker';
import { programOf } from './program';

/** Keeps the projections (search, graph, tiles) up with the canonical state, and once a week compares and mends them (requirement B7). */
export class Indexer extends PipelineWorker {
  constructor(scope: Platform, props: PipelineWorkerProps) {
    super(scope, 'indexer', props);
    const { api, placement } = props;
    const rebuild = this.part('indexer-rebuild');
    new Cron(this.runtime, 'Rebuild', {
      part: rebuild,
      platform: scope,
      schedule: '27 3 * * 0',
      deadline: 6 * 3600,
      placement,
      container: {
        name: 'rebuild',
        ...programOf(scope, 'indexer', props.release),
        arguments: ['rebuild'],
        resources: props.resources ?? { cpu: '100m', cpuLimit: '1', memory: '512Mi' },
        variables: variablesOf<string>(props, { KFM_API_URL: api.url }, this.node.path),
      },
    });
    new NetworkEdge(this.policies, { from: endpointOf(rebuild), to: api.endpoint, ports: [api.port], labels: this.labels });
  }
}
