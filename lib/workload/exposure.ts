import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { UnitChart } from '../construct/unit-chart';
import type { Labels } from '../manifest/manifest';
import type { Cluster } from '../tenancy/cluster';
import { type Endpoint, IngressPermission } from '../tenancy/network-edge';
import { SERVER_PORT } from './server';

export interface ExposureProps {
  readonly cluster: Cluster;
  readonly host: string;
  readonly server: Endpoint;
  readonly labels: Labels;
}

/** A host of the cluster's Gateway that leads to a server: the route beside the server, the permission beside its edges. */
export class Exposure extends Construct {
  constructor(runtime: UnitChart, policies: UnitChart, { cluster, host, server, labels }: ExposureProps) {
    super(runtime, 'exposure');
    const { gateway } = cluster;
    const { name, namespace } = server;

    new KubeObject(this, 'Route', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name, namespace, labels },
      spec: {
        parentRefs: [{ name: gateway.name, namespace: gateway.namespace, sectionName: gateway.listener }],
        hostnames: [host],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name, port: 80 }] }],
      },
    });
    new IngressPermission(policies, 'exposure', { from: { ...gateway, name: 'gateway' }, to: server, port: SERVER_PORT, labels });
  }
}
