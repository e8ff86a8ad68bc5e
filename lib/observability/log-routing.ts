import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import { emitYaml } from '../manifest/yaml-emitter';
import type { LogStore } from '../tenancy/cluster';
import type { Platform } from '../tenancy/component';
import { platformLabels } from '../tenancy/labels';
import { logPipeline } from './log-pipeline';
import { observabilityUnit } from './monitoring';

/** Where the agents that read logs run. */
export const LOGGING_NAMESPACE = 'logging';

/** The ConfigMap that Vector, an add-on, reads. */
export const LOG_ROUTING = 'log-routing';

/** Where the logs of all pods go (requirement A36): the configuration of Vector on every node. */
export class LogRouting extends Construct {
  constructor(scope: Platform, { endpoint }: LogStore) {
    super(scope, 'LogRouting');
    new KubeObject(observabilityUnit(this), 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: LOG_ROUTING, namespace: LOGGING_NAMESPACE, labels: platformLabels(scope.catalogue.partOf, LOG_ROUTING) },
      data: { 'vector.yaml': emitYaml(logPipeline(endpoint)) },
    });
  }
}
