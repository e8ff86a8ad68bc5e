import type { LocalProvider } from '../../lib';
import type { Programs } from '../ports/programs';
import { succeeding } from './succeeding';

/** A cluster that is to be made. */
export interface NewCluster {
  readonly name: string;
  /** File of its configuration. */
  readonly configuration: string;
  /** Docker's network that its nodes are in, which is there. */
  readonly network: string;
}

/** What makes clusters on this machine, and takes them down. */
export interface ClusterProvider {
  readonly name: LocalProvider;
  /** Names of the clusters that it made, whole ones and half ones. */
  list(): Promise<readonly string[]>;
  /** Makes the cluster of a configuration file and adds its context to kubeconfig. */
  create(cluster: NewCluster, hear: (line: string) => void): Promise<void>;
  delete(name: string): Promise<void>;
  /** Adds the context of a cluster that is there to kubeconfig. */
  addContext(name: string): Promise<void>;
  /** The command that deletes a cluster, for people. */
  deletion(name: string): string;
}

/** The provider of a setting, which takes these two. */
export function clusterProvider(programs: Programs, name: string): ClusterProvider {
  return name === 'k3d' ? k3d(programs) : kind(programs);
}

/** Pods of all nodes are up in this time, or something is amiss. */
const PATIENCE = '300s';

function kind(programs: Programs): ClusterProvider {
  return {
    name: 'kind',
    list: async () => {
      const { stdout } = await succeeding(programs, 'kind', ['get', 'clusters']);
      return stdout.split('\n').filter((line) => line !== '');
    },
    create: async ({ name, configuration, network }, onLine) => {
      const args = ['create', 'cluster', '--name', name, '--config', configuration, '--wait', PATIENCE];
      await succeeding(programs, 'kind', args, { onLine, environment: { KIND_EXPERIMENTAL_DOCKER_NETWORK: network } });
    },
    delete: async (name) => void (await succeeding(programs, 'kind', ['delete', 'cluster', '--name', name])),
    addContext: async (name) => void (await succeeding(programs, 'kind', ['export', 'kubeconfig', '--name', name])),
    deletion: (name) => `kind delete cluster --name ${name}`,
  };
}

function k3d(programs: Programs): ClusterProvider {
  return {
    name: 'k3d',
    list: async () => {
      const { stdout } = await succeeding(programs, 'k3d', ['cluster', 'list', '--output', 'json']);
      return ((JSON.parse(stdout) ?? []) as readonly { readonly name: string }[]).map(({ name }) => name);
    },
    create: async ({ name, configuration }, onLine) => {
      // Nodes share their mounts with what runs in them, as the exporter of their metrics asks (k3d 1268).
      await succeeding(programs, 'k3d', ['cluster', 'create', name, '--config', configuration], {
        onLine,
        environment: { K3D_FIX_MOUNTS: '1' },
      });
    },
    delete: async (name) => void (await succeeding(programs, 'k3d', ['cluster', 'delete', name])),
    addContext: async (name) =>
      void (await succeeding(programs, 'k3d', [
        'kubeconfig',
        'merge',
        name,
        '--kubeconfig-merge-default',
        '--kubeconfig-switch-context=false',
      ])),
    deletion: (name) => `k3d cluster delete ${name}`,
  };
}
