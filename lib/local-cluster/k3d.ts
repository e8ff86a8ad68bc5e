import type { LocalClusterProps } from './kind';
import { nodeImage } from './node-image';
import { edgePortsOf, LOOPBACK } from './ports';
import { workersOf } from './workers';

const AUDIT_POLICY = '/etc/kubernetes/desired-state/audit-policy.yaml';
const AUDIT_LOG = '/var/log/kubernetes/audit.log';
const SERVERS = ['server:*'];

/**
 * The configuration of k3d: one server without workloads, and an agent for each node of the pools.
 *
 * k3s enforces NetworkPolicies by a controller of its own, kube-router's
 * (https://docs.k3s.io/networking/networking-services#network-policy-controller). It makes the key that secrets are encrypted with
 * itself (https://docs.k3s.io/security/secrets-encryption). Its Traefik is left out, since the platform brings
 * its edge; its metrics-server, too, unless the facts say that the cluster brings one.
 * @throws a version of Kubernetes without an image, or no nodes
 */
export function k3dConfiguration({ name, cluster, files, network }: LocalClusterProps): Readonly<Record<string, unknown>> {
  const workers = workersOf(cluster);
  const { pods, services } = cluster.ranges;
  return {
    apiVersion: 'k3d.io/v1alpha5',
    kind: 'Simple',
    metadata: { name },
    servers: 1,
    agents: workers.length,
    image: nodeImage('k3d', cluster.kubernetes),
    kubeAPI: { hostIP: LOOPBACK, hostPort: String(cluster.apiServerPort) },
    network,
    ports: edgePortsOf(cluster).map(({ port, nodePort }) => ({ port: `${LOOPBACK}:${port}:${nodePort}`, nodeFilters: ['loadbalancer'] })),
    volumes: [{ volume: `${files.auditPolicy}:${AUDIT_POLICY}`, nodeFilters: SERVERS }],
    options: {
      k3d: { wait: true, timeout: '300s' },
      kubeconfig: { updateDefaultKubeconfig: true, switchCurrentContext: false },
      k3s: {
        extraArgs: [
          ...[
            '--disable=traefik',
            ...(cluster.brings.includes('metrics-server') ? [] : ['--disable=metrics-server']),
            '--secrets-encryption',
            `--cluster-cidr=${pods.join(',')}`,
            `--service-cidr=${services.join(',')}`,
            '--node-taint=node-role.kubernetes.io/control-plane:NoSchedule',
            `--kube-apiserver-arg=audit-policy-file=${AUDIT_POLICY}`,
            `--kube-apiserver-arg=audit-log-path=${AUDIT_LOG}`,
            '--kube-apiserver-arg=audit-log-maxage=7',
            '--kube-apiserver-arg=audit-log-maxbackup=3',
            '--kube-apiserver-arg=audit-log-maxsize=100',
          ].map((arg) => ({ arg, nodeFilters: SERVERS })),
          ...workers.flatMap(({ taint }, agent) =>
            taint === undefined ? [] : [{ arg: `--node-taint=${taint.key}=${taint.value}:NoSchedule`, nodeFilters: [`agent:${agent}`] }],
          ),
        ],
        nodeLabels: workers.flatMap(({ labels }, agent) =>
          Object.entries(labels).map(([key, value]) => ({ label: `${key}=${value}`, nodeFilters: [`agent:${agent}`] })),
        ),
      },
    },
  };
}
