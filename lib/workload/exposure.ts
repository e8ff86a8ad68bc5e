import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import { hostOutsideDomain } from '../errors';
import type { Component } from '../tenancy/component';
import { type Edge, LISTENERS } from '../tenancy/edge';
import { NetworkEdge } from '../tenancy/network-edge';
import { metadataOf } from './program';

export interface ExposureProps {
  readonly host: string;
  /** Port of the pods. */
  readonly port: number;
}

/**
 * A host that leads to a server: the route beside the server, the connection from the edge's pods beside its edges.
 * TLS always: by the certificate of the Gateway or of OpenShift's router, or by one that cert-manager makes for an Ingress.
 */
export class Exposure extends Construct {
  constructor(component: Component, { host, port }: ExposureProps) {
    super(component.runtime, 'Exposure');
    const { edge, domain } = component.platform.cluster;
    if (!isHostOf(host, domain)) throw hostOutsideDomain(component.node.path, host, domain);

    new KubeObject(this, 'Route', route(component, host, domain, edge));
    new NetworkEdge(component.policies, {
      from: { name: 'edge', ...edge.pods },
      to: component.endpoint,
      ports: [port],
      labels: component.labels,
    });
  }
}

/** The domain itself, or one label below it: what the wildcard certificate covers. */
function isHostOf(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(host.slice(0, -domain.length - 1)));
}

function route(component: Component, host: string, domain: string, edge: Edge) {
  const { name } = component;
  const metadata = metadataOf(component);
  switch (edge.kind) {
    case 'gateway':
      return {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata,
        spec: {
          parentRefs: [{ name: edge.name, namespace: edge.namespace, sectionName: host === domain ? LISTENERS.domain : LISTENERS.hosts }],
          hostnames: [host],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name, port: 80 }] }],
        },
      };
    case 'ingress':
      return {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { ...metadata, annotations: { 'cert-manager.io/cluster-issuer': edge.issuer } },
        spec: {
          ingressClassName: edge.className,
          tls: [{ hosts: [host], secretName: `${name}-host-tls` }],
          rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } }] } }],
        },
      };
    case 'route':
      return {
        apiVersion: 'route.openshift.io/v1',
        kind: 'Route',
        metadata,
        spec: {
          host,
          to: { kind: 'Service', name, weight: 100 },
          port: { targetPort: 'http' },
          tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
        },
      };
  }
}
