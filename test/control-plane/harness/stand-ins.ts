import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Cluster, Live } from './cluster';
import { freePorts } from './ports';
import type { Processes } from './processes';
import type { Programs } from './programs';
import { until } from './until';

const STAGES = join(__dirname, '../stand-ins');

/** What containers, clouds and charts would do and the harness does instead, as reports say it. */
export const STAND_INS = {
  definitions: 'definitions of custom resources: from the Go modules of their projects, not from the charts',
  admission: 'default accounts and the first status of quotas: written as the controllers would, where none run',
  nodes: 'nodes and the life of pods: kwok says Ready, Running and Completed; no container runs',
  storage: 'the storage class that the cluster brings',
  volumes: 'volumes: kwok makes a PersistentVolume for each claim',
  edge: 'Gateways, HTTPRoutes, GatewayClasses: kwok writes the status that Traefik would',
  certificates: 'Certificates, ClusterIssuers: kwok writes the status that cert-manager would; no certificate is made',
  metrics: 'metrics.k8s.io: an API service of the harness says that each pod uses 10m and 16Mi',
  host: 'the host of the repository: the harness answers for it by HTTPS, through a proxy that leads nowhere else',
  ciphertext: 'ciphertext: a copy of dist has the sealed files sealed anew, with made up values, for this controller’s certificate',
  opened: 'sealed files: kwok says that they were opened; without a mount namespace the controller does not run',
  programs: 'Argo CD and the sealed-secrets controller: outside the cluster, as administrators, without Redis Sentinel; argocd-secret',
} as const;
export type StandIn = keyof typeof STAND_INS;

/** The definitions of those kinds: publishing more of them would only keep the API server busy. */
export async function applyDefinitions(programs: Programs, cluster: Cluster, kinds: ReadonlySet<string>): Promise<void> {
  const folders = [
    'helm/sealed-secrets/crds',
    'deploy/crds',
    'example/prometheus-operator-crd',
    'config/crd/standard',
    'manifests/crds',
  ] as const;
  const definitions = folders.flatMap((folder) => definitionsIn(programs.material(folder)));
  await cluster.apply(definitions.filter(({ spec }) => kinds.has(spec.names.kind)));
  await until(() => allEstablished(cluster), { within: 30, what: 'custom resource definitions' });
}

function definitionsIn(folder: string): Live[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const objects = files.flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')) as Live[]);
  return objects.filter((object) => object?.kind === 'CustomResourceDefinition');
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
