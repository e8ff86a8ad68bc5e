import { Refusal } from '../../../lib';
import type { Cluster } from './cluster';
import { startProxy } from './control-plane';
import { freePorts } from './ports';
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

/**
 * The cluster of a kubeconfig's current context.
 * @throws {Refusal} for any but kind-* and k3d-*: objects are created and deleted in it
 */
export async function joinCluster(programs: Programs, processes: Processes, kubeconfig: string): Promise<Cluster> {
  const [port] = (await freePorts(1)) as [number];
  const cluster = startProxy(programs, processes, kubeconfig, port);
  const { status, stdout, stderr } = await cluster.kubectl(['config', 'current-context']);
  const context = stdout.trim();
  if (status !== 0) throw new Refusal(`KUBECONFIG_E2E=${kubeconfig}: ${stderr.trim()}`);
  if (!/^(kind|k3d)-/.test(context))
    throw new Refusal(
      `KUBECONFIG_E2E=${kubeconfig}: its current context is "${context}"; expected kind-* or k3d-*: objects are created and deleted in it`,
    );
  await until(async () => ((await answers(cluster)) ? true : undefined), {
    within: 20,
    what: `the cluster ${context}`,
    check: () => processes.check(),
  });
  return cluster;
}

async function answers(cluster: Cluster): Promise<boolean> {
  try {
    return (await cluster.request('GET', '/readyz')).status === 200;
  } catch {
    return false;
  }
}

/** @throws {Refusal} if one of the namespaces that the environment brings is there: somebody uses them */
export async function inventory(cluster: Cluster, brought: readonly string[]): Promise<Inventory> {
  const [namespaces, definitions] = await Promise.all([names(cluster, NAMESPACES), names(cluster, DEFINITIONS)]);
  const taken = brought.filter((name) => namespaces.includes(name));
  if (taken.length > 0) throw new Refusal(`the cluster of KUBECONFIG_E2E has ${taken.join(', ')} already; expected one without them`);
  return { namespaces, definitions };
}

/** Deletes what was not there before. */
export async function leaveAsFound(cluster: Cluster, { namespaces, definitions }: Inventory): Promise<void> {
  const added = async (list: string, before: readonly string[]): Promise<string[]> =>
    (await names(cluster, list)).filter((name) => !before.includes(name));
  for (const name of await added(NAMESPACES, namespaces)) await cluster.delete(`${NAMESPACES}/${name}`);
  for (const name of await added(DEFINITIONS, definitions)) await cluster.delete(`${DEFINITIONS}/${name}`);
  await until(async () => ((await added(NAMESPACES, namespaces)).length === 0 ? true : undefined), {
    within: 120,
    what: 'namespaces to be deleted',
  });
}

async function names(cluster: Cluster, list: string): Promise<string[]> {
  return (await cluster.list(list)).map(({ metadata }) => metadata.name);
}
