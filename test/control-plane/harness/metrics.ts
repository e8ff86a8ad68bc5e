import { createServer } from 'node:https';
import type { Certificate } from './certificate';
import type { Cluster, Live } from './cluster';
import { listenOnLoopback } from './ports';

/** The metrics API, which autoscalers ask: served by this process, registered in the cluster. @returns what ends it */
export async function serveMetrics(cluster: Cluster, { key, certificate }: Certificate): Promise<() => void> {
  const server = createServer({ key, cert: certificate }, (request, response) => {
    void metrics(cluster, request.url ?? '/')
      .then((body) => ({ status: body === undefined ? 404 : 200, body: body ?? {} }))
      .catch((error: Error) => ({ status: 503, body: { message: error.message } }))
      .then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  });
  const port = await listenOnLoopback(server);
  const service = { name: 'metrics-of-the-harness', namespace: 'kube-system' };
  await cluster.apply([
    { apiVersion: 'v1', kind: 'Service', metadata: service, spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] } },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { ...service, port },
      },
    },
  ]);
  return () => server.close().closeAllConnections();
}

async function metrics(cluster: Cluster, url: string): Promise<object | undefined> {
  const { pathname, searchParams } = new URL(url, 'https://localhost');
  const base = '/apis/metrics.k8s.io/v1beta1';
  if (pathname === base) return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'metrics.k8s.io/v1beta1', resources: RESOURCES };
  const namespace = pathname.match(/^\/apis\/metrics\.k8s\.io\/v1beta1\/namespaces\/([^/]+)\/pods$/)?.[1];
  if (namespace === undefined) return undefined;
  const selector = searchParams.get('labelSelector') ?? '';
  const pods = await cluster.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`);
  return { kind: 'PodMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items: pods.map(metricsOf) };
}

const RESOURCES = [{ name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] }];

function metricsOf({ metadata, spec }: Live): object {
  const containers = (spec.containers as { name: string }[]).map(({ name }) => ({ name, usage: { cpu: '10m', memory: '16Mi' } }));
  const { name, namespace, labels } = metadata;
  return { metadata: { name, namespace, labels }, timestamp: new Date().toISOString(), window: '1s', containers };
}
