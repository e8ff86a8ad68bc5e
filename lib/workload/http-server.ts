import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Component } from '../tenancy/component';
import { Deployment, type DeploymentProps } from './deployment';
import { Exposure } from './exposure';
import { metadataOf } from './program';

/** The port that servers listen on in their pods; below 1024 a process without privileges could not. */
export const SERVER_PORT = 8080;

/** The port of metrics, apart from what clients reach. */
export const METRICS_PORT = 9090;

/** The port of a server's Service. */
export const SERVICE_PORT = 80;

/** Where a server answers the kubelet. */
export interface HealthPaths {
  readonly live: string;
  readonly ready: string;
}

export interface HttpServerProps extends Omit<DeploymentProps, 'part' | 'platform' | 'ports' | 'probes'> {
  readonly health: HealthPaths;
  /** Public host. @default not exposed outside the cluster */
  readonly host?: string | undefined;
}

/** A stateless HTTP server: its Deployment, a Service, and a host if it has one. */
export abstract class HttpServer extends Construct {
  protected constructor(component: Component, id: string, { health, host, ...deployment }: HttpServerProps) {
    super(component.runtime, id);
    const { platform, selector } = component;

    new Deployment(this, 'Deployment', {
      ...deployment,
      part: component,
      platform,
      ports: { http: SERVER_PORT, metrics: METRICS_PORT },
      probes: {
        startupProbe: { httpGet: { path: health.live, port: 'http' }, periodSeconds: 2, failureThreshold: 30 },
        readinessProbe: { httpGet: { path: health.ready, port: 'http' }, periodSeconds: 5, timeoutSeconds: 2 },
        livenessProbe: { httpGet: { path: health.live, port: 'http' }, periodSeconds: 10, timeoutSeconds: 2 },
      },
    });
    new KubeObject<k8s.KubeServiceProps>(this, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadataOf(component),
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [
          { name: 'http', port: SERVICE_PORT, protocol: 'TCP', targetPort: 'http' },
          { name: 'metrics', port: METRICS_PORT, protocol: 'TCP', targetPort: 'metrics' },
        ],
      },
    });
    if (host !== undefined) new Exposure(component, { host, port: SERVER_PORT });
  }
}
