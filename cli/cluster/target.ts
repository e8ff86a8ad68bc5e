import { isIP } from 'node:net';
import { type Cluster, Refusal } from '../../lib';
import type { Programs, Ran, RunOptions } from '../ports/programs';
import { contains } from './address-range';
import { entryOf, isUrl, withoutUser } from './kubeconfig';
import { hostNotRepeated, notRemote, notTold, ownedByAnother, untellable } from './messages';

/** kubectl on one cluster, whatever the current context is. */
export interface Kubectl {
  readonly context: string;
  /** URL of the API server, without name and password. */
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
  /** Host of the API server, said by who means a cluster that is not on this machine. @default one of this machine is meant */
  readonly remote?: string;
  /** The facts of the cluster that is meant. */
  readonly cluster: Cluster;
  /** The facts of all clusters, which tell whose address a server has. */
  readonly clusters: readonly Cluster[];
}

/** Where kind and k3d put the API servers of their clusters. */
const HERE = ['127.0.0.1', 'localhost', '::1', '0.0.0.0', 'host.docker.internal'];

/** Seconds in which an API server answers, or does not. */
const PATIENCE = '30s';

/**
 * The cluster of a context of kubeconfig.
 * @throws {Refusal} a context that is not there; a server that is another cluster's by the facts, whatever the context is called; one
 * that is not of this machine unless its host was said; and one of which nobody could tell whose it is
 */
export async function clusterAt(programs: Programs, props: TargetProps): Promise<Kubectl> {
  const { context, remote } = props;
  const { server: url, 'tls-server-name': certified, 'proxy-url': proxy } = await entryOf(programs, context);
  const server = withoutUser(url);
  if (!isUrl(url)) throw new Refusal(`context ${context}: its server is "${server}"; expected a URL such as https://127.0.0.1:6443`);
  const address = hostOf(new URL(url).hostname);
  // Through a tunnel the address is this machine's, and the name in the certificate is the server's.
  const host = certified === undefined ? address : hostOf(certified);
  for (const name of [address, host]) {
    const owner = ownerOf(name, props.clusters);
    if (owner !== undefined && owner.name !== props.cluster.name)
      throw ownedByAnother(context, server, name, owner.name, props.cluster.name);
  }
  // Behind a proxy, this machine's loopback is another machine's.
  const isLocal = /^(?:kind|k3d)-/.test(context) && HERE.includes(address) && certified === undefined && proxy === undefined;
  if (isLocal && remote !== undefined) throw notRemote(context, server);
  if (!isLocal) {
    const through = `${server}${certified === undefined ? '' : `, called ${host}`}${proxy === undefined ? '' : `, by the proxy ${withoutUser(proxy)}`}`;
    if (isLoopback(host)) throw untellable(context, through);
    if (remote === undefined) throw notTold(context, through, host);
    if (hostOf(remote) !== host) throw hostNotRepeated(context, through, remote, host);
  }
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

/** A host in the one way in which it is compared: without brackets, the root's dot and the cloak of an IPv4 address. */
function hostOf(text: string): string {
  const bare = text
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
  if (isIP(bare) !== 6 || !URL.canParse(`https://[${bare}]`)) return bare;
  const canonical = new URL(`https://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join('.');
}

/** Whether a host is this machine's own: all of its loopback, not only what kind and k3d take of it. */
function isLoopback(host: string): boolean {
  return HERE.includes(host) || host.endsWith('.localhost') || host === '::' || contains(['127.0.0.0/8'], host);
}

/** Whose API server has that host: by the ranges of API servers, or by the longest domain that it ends in. */
function ownerOf(host: string, clusters: readonly Cluster[]): Cluster | undefined {
  if (isIP(host) > 0) return clusters.find(({ ranges }) => contains(ranges.apiServer, host));
  const matching = clusters.filter(({ domain }) => host === domain || host.endsWith(`.${domain}`));
  return matching.sort((a, b) => b.domain.length - a.domain.length)[0];
}
