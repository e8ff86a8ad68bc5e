import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Certificate } from './certificate';
import type { Cluster, Live } from './cluster';
import { freePorts } from './ports';
import type { Processes } from './processes';
import type { Programs } from './programs';
import { until } from './until';

const STAGES = join(__dirname, '../stand-ins');

/** What containers, clouds and charts would do and the harness does instead. Each line of the table says one. */
export const STAND_INS = [
  'nodes and the life of pods: kwok says Ready, Running and Completed; no container runs',
  'volumes: kwok makes a PersistentVolume for each claim',
  'Gateways, HTTPRoutes, GatewayClasses: kwok writes the status that Traefik would',
  'Certificates, ClusterIssuers: kwok writes the status that cert-manager would; no certificate is made',
  'metrics.k8s.io: an API service of the harness says that each pod uses 10m and 16Mi',
  'definitions of custom resources of cert-manager, Gateway API and the Prometheus operator: from their Go modules, not from the charts',
  'the Git server and its name: the harness answers as the repository of the catalogue, by HTTPS, through a proxy',
  'sealed files: a copy of dist has them sealed anew, with made up values, for the certificate of this control plane',
  'argocd-secret and the programs of Argo CD: from its Go module, outside the cluster, without Redis Sentinel',
] as const;

/** The definitions of all custom resources that dist has. */
export async function applyDefinitions(programs: Programs, cluster: Cluster): Promise<void> {
  for (const folder of [
    programs.material('helm/sealed-secrets/crds'),
    programs.material('deploy/crds'),
    programs.material('example/prometheus-operator-crd'),
    programs.material('config/crd/standard'),
  ]) {
    const texts = definitionFiles(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    await cluster.apply(texts.join('\n---\n'));
  }
  const { status, stderr } = await cluster.kubectl(['apply', '--server-side', '--kustomize', programs.material('manifests/crds')]);
  if (status !== 0) throw new Error(stderr);
  await until(async () => ((await allEstablished(cluster)) ? true : undefined), { within: 30, what: 'custom resource definitions' });
}

function definitionFiles(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.yaml') && !file.includes('_vap_') && file !== 'kustomization.yaml');
}

async function allEstablished(cluster: Cluster): Promise<boolean> {
  const definitions = await cluster.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
  return definitions.every(({ status }) => status?.conditions?.some((c: Live) => c.type === 'Established' && c.status === 'True'));
}

export interface Pool {
  readonly architecture: string;
  readonly nodes: number;
  readonly taint?: { readonly key: string; readonly value: string };
}

export interface Nodes {
  readonly pools: Readonly<Record<string, Pool>>;
  /** Whether SealedSecrets are only said to be open. */
  readonly standInForSealing: boolean;
}

/** kwok and the nodes of an environment's pools. */
export async function startNodes(
  programs: Programs,
  processes: Processes,
  cluster: Cluster,
  { pools, standInForSealing }: Nodes,
): Promise<void> {
  const stages = join(processes.folder, 'stages.yaml');
  writeFileSync(stages, await stageTexts(programs, cluster, standInForSealing ? [STAGES, join(STAGES, 'without-controller')] : [STAGES]));
  const [port] = (await freePorts(1)) as [number];
  processes.start('kwok', programs.path('kwok'), [
    ...['--kubeconfig', cluster.kubeconfig, '--manage-all-nodes=true', '--config', stages, '--server-address', `127.0.0.1:${port}`],
    ...['--node-lease-duration-seconds', '40'],
  ]);
  await cluster.apply(Object.entries(pools).flatMap(([pool, facts]) => nodesOf(pool, facts)));
}

async function stageTexts(programs: Programs, cluster: Cluster, folders: readonly string[]): Promise<string> {
  const base = programs.material('kustomize/stage');
  const texts: string[] = [];
  for (const stage of ['node/fast', 'node/heartbeat-with-lease', 'pod/fast', 'volume/fast']) {
    const { status, stdout, stderr } = await cluster.kubectl(['kustomize', join(base, stage)]);
    if (status !== 0) throw new Error(`kwok's stages: ${stderr}`);
    texts.push(stdout);
  }
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  const own = files.filter((file) => file.endsWith('.yaml')).map((file) => readFileSync(file, 'utf8'));
  return [...texts, ...own].join('\n---\n');
}

function nodesOf(pool: string, { architecture, nodes, taint }: Pool): object[] {
  const size = { cpu: '32', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '110' };
  return Array.from({ length: nodes }, (_, index) => {
    const name = `${pool}-${index + 1}`;
    const labels = { 'kubernetes.io/arch': architecture, 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': name };
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { ...labels, 'platform.kfm.example.org/pool': pool } },
      spec: taint === undefined ? {} : { taints: [{ ...taint, effect: 'NoSchedule' }] },
      status: { allocatable: size, capacity: size },
    };
  });
}

/** The metrics API, which autoscalers ask: served by this process, registered in the cluster. */
export async function serveMetrics(cluster: Cluster, { key, certificate }: Certificate): Promise<{ close(): void }> {
  const server = createServer({ key, cert: certificate }, (request, response) => {
    void metrics(cluster, request.url ?? '/').then((body) => {
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
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
  return { close: () => server.close().closeAllConnections() };
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
