import { isIP } from 'node:net';
import { type Cluster, Refusal } from '../../lib';
import type { Programs, Ran, RunOptions } from '../ports/programs';
import { contains } from './address-range';

/** kubectl on one cluster, whatever the current context is. */
export interface Kubectl {
  readonly context: string;
  /** URL of the API server. */
  readonly server: string;
  /** Whether kind or k3d made it on this machine. */
  readonly isLocal: boolean;
  /** Runs kubectl, whatever it ends with. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** What `kubectl … --output json` says. @throws {Refusal} with what kubectl said if it failed */
  json<T>(args: readonly string[]): Promise<T>;
}

export interface TargetProps {
  readonly context: string;
  /** Whether somebody said that the cluster is not on this machine, and that this is meant. @default false */
  readonly remote?: boolean;
  /** The facts of the cluster that is meant. */
  readonly cluster: Cluster;
  /** The facts of all clusters, which tell whose address a server has. */
  readonly clusters: readonly Cluster[];
}

/** Where kind and k3d put the API servers of their clusters. */
const HERE = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', 'host.docker.internal'];

/** Seconds in which an API server answers, or does not. */
const PATIENCE = '30s';

/**
 * The cluster of a context of kubeconfig.
 * @throws {Refusal} a context that is not there, one that is not of this machine unless that was said, and a server that is another
 * cluster's by its address, whatever the context is called
 */
export async function clusterAt(programs: Programs, props: TargetProps): Promise<Kubectl> {
  const { context, remote = false } = props;
  const { server, 'proxy-url': proxy } = await entryOf(programs, context);
  if (!URL.canParse(server))
    throw new Refusal(`context ${context}: its server is "${server}"; expected a URL such as https://127.0.0.1:6443`);
  const { hostname } = new URL(server);
  // Behind a proxy, this machine's loopback is another machine's.
  const isLocal = /^(?:kind|k3d)-/.test(context) && HERE.includes(hostname) && proxy === undefined;
  const owner = ownerOf(hostname, props.clusters);
  if (owner !== undefined && owner.name !== props.cluster.name)
    throw new Refusal(`context ${context}: its server ${server} is ${owner.name}'s by envs/clusters.ts, expected ${props.cluster.name}'s`);
  if (!isLocal && !remote)
    throw new Refusal(
      `context ${context}: its server is ${server}${proxy === undefined ? '' : ` by the proxy ${proxy}`}; expected a kind-* or k3d-* cluster on this machine; say --remote if it is meant`,
    );
  const flags = ['--context', context, `--request-timeout=${PATIENCE}`];
  const run = (args: readonly string[], options?: RunOptions): Promise<Ran> => programs.run('kubectl', [...flags, ...args], options);
  return {
    context,
    server,
    isLocal,
    run,
    json: async (args) => {
      const { status, stdout, stderr } = await run([...args, '--output', 'json']);
      if (status !== 0) throw new Refusal(`${context}: kubectl ${args.slice(0, 3).join(' ')}: ${stderr.trim()}`);
      return JSON.parse(stdout);
    },
  };
}

async function entryOf(programs: Programs, context: string): Promise<ClusterEntry> {
  const { status, stdout, stderr } = await programs.run('kubectl', ['config', 'view', '--output', 'json']);
  if (status !== 0) throw new Refusal(`kubectl config view: ${stderr.trim()}`);
  const config = JSON.parse(stdout) as Kubeconfig;
  const named = config.contexts?.find(({ name }) => name === context);
  const entry = config.clusters?.find(({ name }) => name === named?.context.cluster)?.cluster;
  if (entry === undefined) {
    const known = (config.contexts ?? []).map(({ name }) => name).join(', ') || 'none';
    throw new Refusal(`kubeconfig has no context ${context}; there are ${known}; "npm run cluster -- up" makes a local one`);
  }
  return entry;
}

interface ClusterEntry {
  readonly server: string;
  readonly 'proxy-url'?: string;
}

interface Kubeconfig {
  readonly contexts?: readonly { readonly name: string; readonly context: { readonly cluster: string } }[] | null;
  readonly clusters?: readonly { readonly name: string; readonly cluster: ClusterEntry }[] | null;
}

/** Whose API server has that host: by the ranges of API servers, or by the longest domain that it ends in. */
function ownerOf(hostname: string, clusters: readonly Cluster[]): Cluster | undefined {
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version > 0) return clusters.find(({ ranges }) => contains(ranges.apiServer, address));
  const matching = clusters.filter(({ domain }) => address === domain || address.endsWith(`.${domain}`));
  return matching.sort((a, b) => b.domain.length - a.domain.length)[0];
}
