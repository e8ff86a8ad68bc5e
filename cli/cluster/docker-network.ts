import type { LocalProvider } from '../../lib';
import type { Programs } from '../ports/programs';
import { succeeding } from './succeeding';

/**
 * The network of docker that nodes are in. Its range is a fact of the cluster: by it policies let pods reach the API server. Docker
 * would give whichever is free, so it is asked for.
 */
export interface DockerNetwork {
  readonly name: string;
  readonly range: string;
}

/** kind has one network for all clusters, k3d one for each. */
export function networkOf(provider: LocalProvider, cluster: string, range: string): DockerNetwork {
  return { name: provider === 'kind' ? 'kind' : `k3d-${cluster}`, range };
}

interface Inspected {
  readonly Name: string;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null };
}

/** Why the network cannot have its range; empty if it has it, or can. */
export async function networkProblems(programs: Programs, { name, range }: DockerNetwork): Promise<readonly string[]> {
  return (await networks(programs)).flatMap((network) => {
    const subnets = (network.IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []);
    const isOwn = network.Name === name;
    if (isOwn === subnets.includes(range)) return [];
    const has = `docker's network ${network.Name} has ${subnets.join(' and ') || 'no range'}`;
    return isOwn
      ? `${has}; expected ${range}, which envs/clusters.ts says of the nodes; docker network rm ${name} makes room, if nothing is in it`
      : `${has}, which envs/clusters.ts says of the nodes; docker network rm ${network.Name}, or change the ranges`;
  });
}

/** Makes the network if it is not there; k3d makes its own, by its configuration. */
export async function provideNetwork(programs: Programs, provider: LocalProvider, { name, range }: DockerNetwork): Promise<void> {
  if (provider === 'k3d' || (await networks(programs)).some(({ Name }) => Name === name)) return;
  await succeeding(programs, 'docker', ['network', 'create', '--driver', 'bridge', '--subnet', range, name]);
}

async function networks(programs: Programs): Promise<readonly Inspected[]> {
  const { stdout } = await succeeding(programs, 'docker', ['network', 'ls', '--quiet']);
  const ids = stdout.split('\n').filter((id) => id !== '');
  return ids.length === 0 ? [] : JSON.parse((await succeeding(programs, 'docker', ['network', 'inspect', ...ids])).stdout);
}
