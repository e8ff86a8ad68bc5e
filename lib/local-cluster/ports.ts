import type { Cluster } from '../tenancy/cluster';

/** Only this machine reaches a local cluster: its secrets are mock values. */
export const LOOPBACK = '127.0.0.1';

const HTTP = 80;
const HTTPS = 443;

/** Ports of this machine for the edge, and where they lead on every node: its node ports, or the ports of a load balancer that the cluster has itself. */
export function edgePortsOf({ edgePorts }: Pick<Cluster, 'edgePorts'>): readonly { readonly port: number; readonly nodePort: number }[] {
  return [
    { port: HTTP, nodePort: edgePorts?.http ?? HTTP },
    { port: HTTPS, nodePort: edgePorts?.https ?? HTTPS },
  ];
}

/** Ports of this machine that a local cluster takes (source 004: kind uses 80/443/6443). */
export function portsOf({ apiServerPort }: Pick<Cluster, 'apiServerPort'>): readonly number[] {
  return [HTTP, HTTPS, apiServerPort];
}
