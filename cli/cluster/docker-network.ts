import type { Programs } from '../ports/programs';
import { overlap } from './address-range';
import { succeeding } from './succeeding';

/**
 * The network of docker that the nodes of one cluster are in. Its range is a fact of the cluster: by it policies let pods reach the API
 * server. Docker would give whichever is free, so it is made with the cluster, and goes with it.
 */
export interface DockerNetwork {
  readonly name: string;
  /** CIDR notation. */
  readonly range: string;
}

interface Inspected {
  readonly Name: string;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null };
}

/** Why the network cannot have its range; empty if it has it, or can. */
export async function networkProblems(programs: Programs, { name, range }: DockerNetwork): Promise<readonly string[]> {
  return (await networks(programs)).flatMap((network) => {
    const subnets = (network.IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []);
    const has = `docker's network ${network.Name} has ${subnets.join(' and ') || 'no range'}`;
    if (network.Name === name) {
      return subnets.includes(range)
        ? []
        : [`${has}; expected ${range}, which envs/clusters.ts says of the nodes; docker network rm ${name}`];
    }
    return subnets.some((subnet) => overlap(subnet, range))
      ? [`${has}, and envs/clusters.ts says ${range} of the nodes; docker network rm ${network.Name}, or change the ranges there`]
      : [];
  });
}

/** Makes the network if it is not there. */
export async function provideNetwork(programs: Programs, { name, range }: DockerNetwork): Promise<void> {
  if ((await networks(programs)).some(({ Name }) => Name === name)) return;
  await succeeding(programs, 'docker', ['network', 'create', '--driver', 'bridge', '--subnet', range, name]);
}

/** Removes the network if it is there. */
export async function removeNetwork(programs: Programs, name: string): Promise<void> {
  if ((await networks(programs)).some(({ Name }) => Name === name)) await succeeding(programs, 'docker', ['network', 'rm', name]);
}

async function networks(programs: Programs): Promise<readonly Inspected[]> {
  const { stdout } = await succeeding(programs, 'docker', ['network', 'ls', '--quiet']);
  const ids = stdout.split('\n').filter((id) => id !== '');
  return ids.length === 0 ? [] : JSON.parse((await succeeding(programs, 'docker', ['network', 'inspect', ...ids])).stdout);
}
