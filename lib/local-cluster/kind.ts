import { emitYaml } from '../manifest/yaml-emitter';
import type { Cluster } from '../tenancy/cluster';
import { nodeImage } from './node-image';
import { edgePortsOf, LOOPBACK } from './ports';
import { type Worker, workersOf } from './workers';

export interface LocalClusterProps {
  readonly name: string;
  /** The facts of the cluster. */
  readonly cluster: Cluster;
  /** Docker's network that the nodes are in; kind takes it by a variable (`KIND_EXPERIMENTAL_DOCKER_NETWORK`). */
  readonly network: string;
  /** Absolute paths of files on this machine, by what is in them. */
  readonly files: {
    readonly auditPolicy: string;
    readonly encryption: string;
  };
}

/** Where the API server finds its files, on the node as in its pod. */
const CONFIGURATION = '/etc/kubernetes/desired-state';
const AUDIT_POLICY = `${CONFIGURATION}/audit-policy.yaml`;
const ENCRYPTION = `${CONFIGURATION}/encryption.yaml`;
const LOGS = '/var/log/kubernetes';

/**
 * The configuration of kind: one control plane, and a worker for each node of the pools.
 *
 * The network plug-in stays kind's own, kindnet, which enforces NetworkPolicies since kind 0.24
 * (https://github.com/kubernetes-sigs/kind/releases/tag/v0.24.0). Patches of kubeadm name no version: kind translates those to
 * the one that its Kubernetes reads (https://github.com/kubernetes-sigs/kind/pull/4173).
 * @throws a version of Kubernetes without an image, or no nodes
 */
export function kindConfiguration({ name, cluster, files }: LocalClusterProps): Readonly<Record<string, unknown>> {
  const image = nodeImage('kind', cluster.kubernetes);
  return {
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    kind: 'Cluster',
    name,
    networking: {
      apiServerAddress: LOOPBACK,
      apiServerPort: cluster.apiServerPort,
      podSubnet: cluster.ranges.pods.join(','),
      serviceSubnet: cluster.ranges.services.join(','),
    },
    nodes: [
      {
        role: 'control-plane',
        image,
        kubeadmConfigPatches: [emitYaml(CONTROL_PLANE)],
        extraPortMappings: edgePortsOf(cluster).map(({ port, nodePort }) => ({
          containerPort: nodePort,
          hostPort: port,
          listenAddress: LOOPBACK,
          protocol: 'TCP',
        })),
        extraMounts: [
          { hostPath: files.auditPolicy, containerPath: AUDIT_POLICY, readOnly: true },
          { hostPath: files.encryption, containerPath: ENCRYPTION, readOnly: true },
        ],
      },
      ...workersOf(cluster).map((worker) => ({ role: 'worker', image, ...placed(worker) })),
    ],
  };
}

const CONTROL_PLANE = {
  kind: 'ClusterConfiguration',
  apiServer: {
    extraArgs: {
      'audit-policy-file': AUDIT_POLICY,
      'audit-log-path': `${LOGS}/audit.log`,
      'audit-log-maxage': '7',
      'audit-log-maxbackup': '3',
      'audit-log-maxsize': '100',
      'encryption-provider-config': ENCRYPTION,
    },
    extraVolumes: [
      { name: 'desired-state', hostPath: CONFIGURATION, mountPath: CONFIGURATION, readOnly: true, pathType: 'DirectoryOrCreate' },
      { name: 'audit-logs', hostPath: LOGS, mountPath: LOGS, readOnly: false, pathType: 'DirectoryOrCreate' },
    ],
  },
};

function placed({ labels, taint }: Worker): object {
  if (taint === undefined) return { labels };
  const join = { kind: 'JoinConfiguration', nodeRegistration: { taints: [{ ...taint, effect: 'NoSchedule' }] } };
  return { labels, kubeadmConfigPatches: [emitYaml(join)] };
}
