import { placementUnknown } from '../errors';
import type { Edge } from './edge';
import type { Fact } from './fact';
import type { Peer } from './peer';

export type Architecture = 'amd64' | 'arm64';

/** Nodes of one kind. */
export interface NodePool {
  readonly architecture: Architecture;
  readonly nodes: number;
  /** Keeps pods away that do not name the pool. @default none */
  readonly taint?: { readonly key: string; readonly value: string };
}

/** Where backups go, outside the cluster (requirement E27). */
export interface Bucket {
  readonly name: string;
  /** Base URL of an S3 API. */
  readonly endpoint: string;
  readonly region: string;
  /** Address ranges of the endpoint, for network policies. */
  readonly ranges: readonly string[];
}

/** Where logs go: a server with Loki's API, by TLS. */
export interface LogStore {
  readonly endpoint: string;
  /** Address ranges of the endpoint, for network policies. */
  readonly ranges: readonly string[];
}

/** Who tells people apart: an OpenID Connect provider, and the public client that Argo CD is to it (PKCE, no secret). */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
}

/** What people need to know and no manifest says: the table that source 000 leaves open (requirement A56). */
export interface Operations {
  /** Who is called, and when. */
  readonly onCall: Fact<string>;
  /** Who is called when they do not answer. */
  readonly escalation: Fact<string>;
  /** How secrets reach the cluster. */
  readonly secrets: Fact<string>;
  /** Who decides what comes in. */
  readonly promotion: Fact<string>;
}

/** Address ranges in CIDR notation. */
export interface Ranges {
  /** The API server as pods reach it, and as its calls of webhooks come in: control planes, tunnels of the network plug-in. */
  readonly apiServer: readonly string[];
  readonly nodes: readonly string[];
  readonly pods: readonly string[];
  readonly services: readonly string[];
  /** Where people of the organization come from. */
  readonly internal: readonly string[];
}

/** What the cluster comes with, so that it is not delivered a second time. */
export type Brought = 'storage-class' | 'metrics-server';

/** Who signs the certificate of the hosts: an ACME authority that asks by DNS, or the cluster for itself. */
export type CertificateAuthority =
  | { readonly acme: string; readonly email: string; readonly nameserver: string; readonly keyName: string }
  | 'self-signed';

/** Ports of every node, from 30000 to 32767. */
export interface EdgePorts {
  readonly http: number;
  readonly https: number;
}

/** The facts of one cluster that manifests depend on. */
export interface Cluster {
  readonly name: string;
  /** Minor version of the API server, e.g. `1.34`; manifests are judged by its schemas. */
  readonly kubernetes: string;
  /** Hosts of the environment end in it. */
  readonly domain: string;
  /** How hosts are exposed. */
  readonly edge: Edge;
  readonly certificates: CertificateAuthority;
  /** Ports of the nodes that lead to the edge, where nobody gives load balancers an address. @default a load balancer */
  readonly edgePorts?: EdgePorts;
  /** Storage class for claims of stores. */
  readonly storageClass: { readonly name: string; readonly provisioner: string };
  /** Storage class whose volumes go with their claims, for what is put down only for a while. */
  readonly scratchClass: string;
  /** Who signed the certificates of the kubelets: the cluster, or each for itself. */
  readonly kubelets: 'signed' | 'self-signed';
  readonly nodePools: Readonly<Record<string, NodePool>>;
  readonly ranges: Ranges;
  /** Port of the API server behind the Service `kubernetes`. */
  readonly apiServerPort: number;
  /** The pods that answer DNS. */
  readonly dns: Peer;
  /** @default no backups: refused in production */
  readonly backup?: Fact<Bucket>;
  /** @default logs stay on the nodes */
  readonly logs?: LogStore;
  /** @default nobody logs in to Argo CD's interface; its command line works through the API server */
  readonly identity?: IdentityProvider;
  readonly operations: Operations;
  readonly brings: readonly Brought[];
  /** API groups of custom resources whose definitions the cluster has before anything is delivered. */
  readonly provides: readonly string[];
}

/** Which nodes pods may run on. */
export interface Placement {
  /** @default any */
  readonly architecture?: Architecture;
  /** @default any without a taint */
  readonly pool?: string;
}

/** Label of nodes that names their pool. */
export const POOL = 'platform.kfm.example.org/pool';

/** The scheduling fields of a pod. @throws a pool or an architecture that the cluster does not have */
export function scheduling({ nodePools }: Cluster, placement: Placement | undefined, path: string): Readonly<Record<string, unknown>> {
  if (placement === undefined) return {};
  const { architecture, pool } = placement;
  const found = pool === undefined ? undefined : Object.hasOwn(nodePools, pool) ? nodePools[pool] : undefined;
  if (pool !== undefined && found === undefined) throw placementUnknown(path, `pool "${pool}"`, Object.keys(nodePools));
  const candidates = found === undefined ? Object.values(nodePools) : [found];
  if (architecture !== undefined && !candidates.some((candidate) => candidate.architecture === architecture)) {
    const known = Object.entries(nodePools).map(([name, own]) => `${name} (${own.architecture})`);
    throw placementUnknown(path, `node of architecture ${architecture}${pool === undefined ? '' : ` in the pool ${pool}`}`, known);
  }
  return {
    nodeSelector: {
      ...(architecture !== undefined && { 'kubernetes.io/arch': architecture }),
      ...(pool !== undefined && { [POOL]: pool }),
    },
    ...(found?.taint && { tolerations: [{ ...found.taint, operator: 'Equal', effect: 'NoSchedule' }] }),
  };
}
