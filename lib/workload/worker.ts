import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Component } from '../tenancy/component';
import { Deployment, type DeploymentProps } from './deployment';
import { METRICS_PORT } from './http-server';
import { metadataOf } from './program';

export type WorkerProps = Omit<DeploymentProps, 'part' | 'platform' | 'ports' | 'probes'>;

/** A program that takes work and serves nobody but its metrics, on whose port it also answers the kubelet. */
export class Worker extends Construct {
  constructor(component: Component, props: WorkerProps) {
    super(component.runtime, 'Worker');
    new Deployment(this, 'Deployment', {
      ...props,
      part: component,
      platform: component.platform,
      ports: { metrics: METRICS_PORT },
      probes: {
        startupProbe: { httpGet: { path: '/healthz', port: 'metrics' }, periodSeconds: 2, failureThreshold: 30 },
        readinessProbe: { httpGet: { path: '/readyz', port: 'metrics' }, periodSeconds: 5, timeoutSeconds: 2 },
        livenessProbe: { httpGet: { path: '/healthz', port: 'metrics' }, periodSeconds: 10, timeoutSeconds: 2 },
      },
    });
    new KubeObject<k8s.KubeServiceProps>(this, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadataOf(component),
      spec: {
        clusterIP: 'None',
        selector: component.selector,
        ports: [{ name: 'metrics', port: METRICS_PORT, protocol: 'TCP', targetPort: 'metrics' }],
      },
    });
  }
}
