import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../../lib';
import { Cluster } from './cluster';
import { reach } from './control-plane';
import type { Processes } from './processes';
import type { Programs } from './programs';
import { until } from './until';

/** What a cluster had before it was used. */
export interface Inventory {
  readonly namespaces: readonly string[];
  readonly definitions: readonly string[];
}

const NAMESPACES = '/api/v1/namespaces';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Where kind and k3d put the API servers of their clusters. */
const HERE = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', 'host.docker.internal'];

/**
 * The cluster of a kubeconfig's current context, by a copy of it alone: whoever changes the file or its context changes nothing here.
 * @throws {Refusal} for any context but kind-* and k3d-*, and for a server that is not on this machine, before anything is sent
 */
export async function joinCluster(programs: Programs, processes: Processes, kubeconfig: string): Promise<Cluster> {
  const view = ['config', 'view', '--kubeconfig', kubeconfig, '--raw', '--minify', '--flatten', '--output', 'json'];
  const { status, stdout, stderr } = await new Cluster(programs.path('kubectl'), kubeconfig, '').kubectl(view);
  if (status !== 0) throw new Refusal(`KUBECONFIG_E2E=${kubeconfig}: ${stderr.trim()}`);
  const config = JSON.parse(stdout) as { 'current-context': string; clusters: readonly [{ cluster: { server: string } }] };
  const context = config['current-context'];
  const { server } = config.clusters[0].cluster;
  const refuse = (what: string): Refusal => new Refusal(`KUBECONFIG_E2E=${kubeconfig}: ${what}: objects are created and deleted in it`);
  if (!/^(kind|k3d)-/.test(context)) throw refuse(`its current context is "${context}"; expected kind-* or k3d-*`);
  if (!HERE.includes(new URL(server).hostname)) throw refuse(`the server of ${context} is ${server}; expected one on this machine`);
  const copy = join(processes.folder, 'kubeconfig');
  writeFileSync(copy, stdout, { mode: 0o600 });
  return reach(programs, processes, copy);
}

/** Groups of the definitions that the harness brings. */
const GROUPS = ['argoproj.io', 'bitnami.com', 'cert-manager.io', 'gateway.networking.k8s.io', 'monitoring.coreos.com'];

/** @throws {Refusal} if namespaces that the environment brings, or definitions that the harness brings, are there: somebody uses them */
export async function inventory(cluster: Cluster, brought: readonly string[]): Promise<Inventory> {
  const [namespaces, definitions] = await Promise.all([names(cluster, NAMESPACES), names(cluster, DEFINITIONS)]);
  const taken = [
    ...brought.filter((name) => namespaces.includes(name)),
    ...definitions.filter((name) => GROUPS.some((group) => name.endsWith(`.${group}`))),
  ];
  if (taken.length > 0) throw new Refusal(`the cluster of KUBECONFIG_E2E has ${taken.join(', ')} already; expected one without them`);
  return { namespaces, definitions };
}

/** Deletes what was not there before. */
export async function leaveAsFound(cluster: Cluster, { namespaces, definitions }: Inventory): Promise<void> {
  const added = async (list: string, before: readonly string[]): Promise<string[]> =>
    (await names(cluster, list)).filter((name) => !before.includes(name));
  for (const name of await added(NAMESPACES, namespaces)) await cluster.delete(`${NAMESPACES}/${name}`);
  for (const name of await added(DEFINITIONS, definitions)) await cluster.delete(`${DEFINITIONS}/${name}`);
  const left = async (): Promise<number> => (await added(NAMESPACES, namespaces)).length + (await added(DEFINITIONS, definitions)).length;
  await until(async () => (await left()) === 0, { within: 120, what: 'namespaces and definitions to be deleted' });
}

async function names(cluster: Cluster, list: string): Promise<string[]> {
  return (await cluster.list(list)).map(({ metadata }) => metadata.name);
}
