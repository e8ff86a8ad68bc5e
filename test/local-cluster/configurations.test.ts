import { load } from 'js-yaml';
import { clusters } from '../../envs/clusters';
import { auditPolicy } from '../../lib/local-cluster/audit-policy';
import { encryptionConfiguration } from '../../lib/local-cluster/encryption';
import { k3dConfiguration } from '../../lib/local-cluster/k3d';
import { kindConfiguration } from '../../lib/local-cluster/kind';
import { nodeImage } from '../../lib/local-cluster/node-image';
import { portsOf } from '../../lib/local-cluster/ports';
import { localStorageClass } from '../../lib/local-cluster/storage-class';
import { emitYaml } from '../../lib/manifest/yaml-emitter';
import type { Cluster } from '../../lib/tenancy/cluster';

const FILES = { auditPolicy: '/state/audit-policy.yaml', encryption: '/state/encryption.yaml' };

interface Kind {
  readonly networking: object;
  readonly nodes: readonly {
    readonly role: string;
    readonly image: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly kubeadmConfigPatches?: readonly string[];
    readonly extraPortMappings?: readonly { readonly hostPort: number; readonly containerPort: number; readonly listenAddress: string }[];
    readonly extraMounts?: readonly { readonly hostPath: string; readonly containerPath: string; readonly readOnly: boolean }[];
  }[];
}

interface Arg {
  readonly arg: string;
  readonly nodeFilters: readonly string[];
}

interface K3d {
  readonly agents: number;
  readonly network: string;
  readonly kubeAPI: object;
  readonly ports: readonly { readonly port: string }[];
  readonly volumes: readonly { readonly volume: string }[];
  readonly options: {
    readonly k3s: { readonly extraArgs: readonly Arg[]; readonly nodeLabels: readonly { label: string; nodeFilters: string[] }[] };
  };
}

const kind = (cluster: Cluster): Kind => kindConfiguration({ name: 'one', cluster, files: FILES, network: 'nodes' }) as unknown as Kind;
const k3d = (cluster: Cluster): K3d => k3dConfiguration({ name: 'one', cluster, files: FILES, network: 'nodes' }) as unknown as K3d;

const tainted: Cluster = {
  ...clusters.local,
  nodePools: {
    general: { architecture: 'amd64', nodes: 1 },
    pipelines: { architecture: 'arm64', nodes: 2, taint: { key: 'example.org/pool', value: 'pipelines' } },
  },
};

describe.each(Object.entries({ local: clusters.local, dev: clusters.dev, tainted }))('of the facts of %s', (_, cluster: Cluster) => {
  const pools = Object.entries(cluster.nodePools);
  const nodes = pools.flatMap(([pool, { nodes: count, architecture, taint }]) =>
    Array.from({ length: count }, () => ({ pool, architecture, taint })),
  );

  test('kind makes a control plane and a worker for each node, labelled and tainted as its pool', () => {
    const [controlPlane, ...workers] = kind(cluster).nodes;

    expect(controlPlane?.role).toBe('control-plane');
    expect(workers.map(({ role }) => role)).toEqual(nodes.map(() => 'worker'));
    expect(workers.map(({ labels }) => labels)).toEqual(
      nodes.map(({ pool, architecture }) => ({ 'kubernetes.io/arch': architecture, 'platform.kfm.example.org/pool': pool })),
    );
    expect(workers.map(({ kubeadmConfigPatches = [] }) => kubeadmConfigPatches.map((patch) => load(patch)))).toEqual(
      nodes.map(({ taint }) =>
        taint === undefined ? [] : [{ kind: 'JoinConfiguration', nodeRegistration: { taints: [{ ...taint, effect: 'NoSchedule' }] } }],
      ),
    );
  });

  test('k3d makes an agent for each node, labelled and tainted as its pool', () => {
    const { agents, options } = k3d(cluster);

    expect(agents).toBe(nodes.length);
    expect(options.k3s.nodeLabels).toEqual(
      nodes.flatMap(({ pool, architecture }, index) => [
        { label: `kubernetes.io/arch=${architecture}`, nodeFilters: [`agent:${index}`] },
        { label: `platform.kfm.example.org/pool=${pool}`, nodeFilters: [`agent:${index}`] },
      ]),
    );
    expect(options.k3s.extraArgs.filter(({ nodeFilters }) => nodeFilters[0] !== 'server:*')).toEqual(
      nodes.flatMap(({ taint }, index) =>
        taint === undefined ? [] : [{ arg: `--node-taint=${taint.key}=${taint.value}:NoSchedule`, nodeFilters: [`agent:${index}`] }],
      ),
    );
  });

  test('both take addresses and the port of the API server from the facts', () => {
    expect(kind(cluster).networking).toEqual({
      apiServerAddress: '127.0.0.1',
      apiServerPort: cluster.apiServerPort,
      podSubnet: cluster.ranges.pods[0],
      serviceSubnet: cluster.ranges.services[0],
    });
    const { kubeAPI, options } = k3d(cluster);
    expect(kubeAPI).toEqual({ hostIP: '127.0.0.1', hostPort: String(cluster.apiServerPort) });
    expect(options.k3s.extraArgs.map(({ arg }) => arg)).toEqual(
      expect.arrayContaining([`--cluster-cidr=${cluster.ranges.pods[0]}`, `--service-cidr=${cluster.ranges.services[0]}`]),
    );
  });
});

test('nodes of k3d are in the network that they are given', () => {
  expect(k3d(clusters.local).network).toBe('nodes');
});

test('both lead 80 and 443 of this machine alone to the edge', () => {
  expect(kind(clusters.local).nodes[0]?.extraPortMappings).toEqual([
    { hostPort: 80, containerPort: 30_080, listenAddress: '127.0.0.1', protocol: 'TCP' },
    { hostPort: 443, containerPort: 30_443, listenAddress: '127.0.0.1', protocol: 'TCP' },
  ]);
  expect(k3d(clusters.local).ports).toEqual([
    { port: '127.0.0.1:80:30080', nodeFilters: ['loadbalancer'] },
    { port: '127.0.0.1:443:30443', nodeFilters: ['loadbalancer'] },
  ]);
  expect(portsOf(clusters.local)).toEqual([80, 443, 6443]);
});

test('the API server of kind finds each file that it is told of, mounted and read-only', () => {
  const [controlPlane] = kind(clusters.local).nodes;
  const { apiServer } = load(controlPlane?.kubeadmConfigPatches?.[0] ?? '') as {
    apiServer: { extraArgs: Record<string, string>; extraVolumes: { hostPath: string; mountPath: string; readOnly: boolean }[] };
  };
  const { 'audit-policy-file': policy, 'encryption-provider-config': encryption, 'audit-log-path': log } = apiServer.extraArgs;

  expect(controlPlane?.extraMounts).toEqual([
    { hostPath: FILES.auditPolicy, containerPath: policy, readOnly: true },
    { hostPath: FILES.encryption, containerPath: encryption, readOnly: true },
  ]);
  for (const [file, isReadOnly] of [
    [policy, true],
    [encryption, true],
    [log, false],
  ] as const) {
    const volume = apiServer.extraVolumes.find(({ mountPath }) => file?.startsWith(`${mountPath}/`));
    expect(volume).toMatchObject({ hostPath: volume?.mountPath, readOnly: isReadOnly });
  }
});

test('k3s encrypts secrets, keeps an audit log, and brings what the platform does not', () => {
  const server = (cluster: Cluster): string[] =>
    k3d(cluster)
      .options.k3s.extraArgs.filter(({ nodeFilters }) => nodeFilters[0] === 'server:*')
      .map(({ arg }) => arg);

  expect(server(clusters.local)).toMatchInlineSnapshot(`
[
  "--disable=traefik",
  "--disable=metrics-server",
  "--secrets-encryption",
  "--cluster-cidr=10.244.0.0/16",
  "--service-cidr=10.96.0.0/16",
  "--node-taint=node-role.kubernetes.io/control-plane:NoSchedule",
  "--kube-apiserver-arg=audit-policy-file=/etc/kubernetes/desired-state/audit-policy.yaml",
  "--kube-apiserver-arg=audit-log-path=/var/log/kubernetes/audit.log",
  "--kube-apiserver-arg=audit-log-maxage=7",
  "--kube-apiserver-arg=audit-log-maxbackup=3",
  "--kube-apiserver-arg=audit-log-maxsize=100",
]
`);
  expect(k3d(clusters.local).volumes).toEqual([
    { volume: `${FILES.auditPolicy}:/etc/kubernetes/desired-state/audit-policy.yaml`, nodeFilters: ['server:*'] },
  ]);
  expect(server(clusters.local)).toContain('--disable=metrics-server');
  expect(server(clusters.dev)).not.toContain('--disable=metrics-server');
});

test('secrets are written encrypted, and the policy of the audit log never shows their content', () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  expect(emitYaml(encryptionConfiguration(key)).replace(key, '<the key>')).toMatchInlineSnapshot(`
"apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - providers:
      - secretbox:
          keys:
            - name: local
              secret: <the key>
      - identity: {}
    resources:
      - secrets
"
`);

  const { rules } = auditPolicy() as { rules: { level: string; resources?: { group: string; resources?: string[] }[] }[] };
  const first = rules.findIndex(({ resources }) => resources?.some(({ resources: names }) => names?.includes('secrets')));
  expect(rules.slice(0, first + 1).map(({ level }) => level)).toEqual(['Metadata']);
  expect(
    rules.filter(({ resources }) => resources === undefined || resources.some(({ group }) => group === '')).map(({ level }) => level),
  ).not.toContain('RequestResponse');
});

test('images of nodes are pinned by digest, and a version without one is refused with those that there are', () => {
  expect(nodeImage('kind', clusters.local.kubernetes)).toMatch(/^kindest\/node:v1\.34\.\d+@sha256:[0-9a-f]{64}$/);
  expect(nodeImage('k3d', clusters.local.kubernetes)).toMatch(/^rancher\/k3s:v1\.34\.\d+-k3s1@sha256:[0-9a-f]{64}$/);
  expect(() => kind({ ...clusters.local, kubernetes: '1.20' })).toThrowErrorMatchingInlineSnapshot(
    `"envs/clusters.ts: kubernetes "1.20" has no node image of kind; known are 1.33, 1.34, 1.35. Choose one of them, or pin the image of that version by its digest in lib/local-cluster/node-image.ts"`,
  );
  expect(() => k3d({ ...clusters.local, kubernetes: 'constructor' })).toThrow('known are 1.33, 1.34.');
});

test('a cluster without nodes is refused', () => {
  expect(() => kind({ ...clusters.local, nodePools: {} })).toThrow('local-254carbon has no node in its nodePools');
});

test('the storage class has the name that claims have', () => {
  expect(localStorageClass(clusters.local)).toMatchObject({ metadata: { name: 'standard' }, provisioner: 'rancher.io/local-path' });
});
