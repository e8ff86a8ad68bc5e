import { access } from '../../../cli/doctor/checks/bootstrap/access';
import { applications } from '../../../cli/doctor/checks/bootstrap/applications';
import { availability } from '../../../cli/doctor/checks/bootstrap/availability';
import { controllers } from '../../../cli/doctor/checks/bootstrap/controllers';
import { definitions } from '../../../cli/doctor/checks/bootstrap/definitions';
import { namespace } from '../../../cli/doctor/checks/bootstrap/namespace';
import { notifications } from '../../../cli/doctor/checks/bootstrap/notifications';
import { plaintext } from '../../../cli/doctor/checks/bootstrap/plaintext';
import { projects } from '../../../cli/doctor/checks/bootstrap/projects';
import { repository } from '../../../cli/doctor/checks/bootstrap/repository';
import { root } from '../../../cli/doctor/checks/bootstrap/root';
import { api } from '../../../cli/doctor/checks/cluster/api';
import { namespaces } from '../../../cli/doctor/checks/cluster/namespaces';
import { nodeLabels } from '../../../cli/doctor/checks/cluster/node-labels';
import { nodes } from '../../../cli/doctor/checks/cluster/nodes';
import { storageClass } from '../../../cli/doctor/checks/cluster/storage-class';
import { docker } from '../../../cli/doctor/checks/machine/docker';
import { ports } from '../../../cli/doctor/checks/machine/ports';
import { terraform } from '../../../cli/doctor/checks/machine/terraform';
import { tools } from '../../../cli/doctor/checks/machine/tools';
import type { ClusterFacts, Facts, MachineFacts } from '../../../cli/doctor/facts';
import type { Check } from '../../../cli/doctor/finding';
import type { Live } from '../../../cli/verify/check';
import type { Manifest } from '../../../lib';
import { clusterFacts, DIST, findings, LISTS, live, NOW, soundFacts, withLists } from './sound';

const [NODE] = LISTS.nodes as [Live];
const LEVEL = 'pod-security.kubernetes.io/enforce';
const DEFAULT = 'storageclass.kubernetes.io/is-default-class';
const TOO_FEW = { ...(LISTS.statefulSets as [Live])[0], spec: { replicas: 2 } };
const POOL_OF_GPU = { architecture: 'amd64', taint: { key: 'gpu', value: 'true' } };
const [CLASS] = LISTS.storageClasses as [Live];

const on = (machine: Partial<MachineFacts>, more: Partial<Facts> = {}): Facts =>
  soundFacts({ isLocal: true, machine: { ...soundFacts().machine, ...machine }, ...more });
const asked = (more: Partial<ClusterFacts>): Facts => soundFacts({ live: { ...clusterFacts(), ...more } });
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'plain', namespace: 'web' } } as Manifest;

const CASES: readonly (readonly [what: string, check: Check, facts: Facts, found: readonly string[]])[] = [
  ['somebody who is no administrator', access, asked({ isAdministrator: false }), ['skipped Context kind-it: no']],
  [
    'somebody of whom it could not be told',
    access,
    asked({ isAdministrator: { problem: 'connection refused' } }),
    ['unknown Context kind-it: connection refused'],
  ],
  ['no namespace for Argo CD', namespace, withLists({ namespaces: [] }), ['Namespace argocd: is not there']],
  [
    "Argo CD's namespace, open and without its policy",
    namespace,
    withLists(
      { namespaces: [live(DIST.argocd)] },
      {
        dist: [
          { ...DIST.argocd, metadata: { name: 'argocd', labels: { [LEVEL]: 'restricted' } } },
          { ...DIST.closed, metadata: { name: 'deny', namespace: 'argocd' } },
        ],
      },
    ),
    [`Namespace argocd: ${LEVEL}=undefined`, 'NetworkPolicy argocd/deny: is not there'],
  ],
  [
    'kinds of which the server could not say all',
    definitions,
    asked({ served: new Set(), gap: 'metrics.k8s.io does not answer' }),
    expect.arrayContaining([
      'unknown Kind Gateway.gateway.networking.k8s.io: the server did not name all that it serves: metrics.k8s.io does not answer',
    ]),
  ],
  [
    'a channel without its settings',
    notifications,
    withLists({ configMaps: [] }),
    ['ConfigMap argocd/argocd-notifications-cm: is not there'],
  ],
  [
    'two default classes',
    storageClass,
    withLists({ storageClasses: ['fast', 'slow'].map((name) => ({ ...CLASS, metadata: { name, annotations: { [DEFAULT]: 'true' } } })) }),
    ['StorageClass fast: one of several defaults', 'StorageClass slow: one of several defaults'],
  ],
  [
    'a program of which too few pods are ready',
    controllers,
    withLists({ statefulSets: [TOO_FEW] }),
    ['StatefulSet argocd/argocd-application-controller: 1 ready'],
  ],
  [
    'a kind that the server does not know',
    definitions,
    asked({ served: new Set() }),
    expect.arrayContaining(['Kind Gateway.gateway.networking.k8s.io: the server does not know it']),
  ],
  [
    'a controller that was stopped',
    controllers,
    withLists({ statefulSets: [{ ...(LISTS.statefulSets as [Live])[0], spec: { replicas: 0 }, status: {} }] }),
    ['StatefulSet argocd/argocd-application-controller: scaled to 0'],
  ],
  [
    'a program that is not there',
    controllers,
    withLists({ statefulSets: [] }),
    ['Program argocd/application-controller: no workload of that name'],
  ],
  [
    'a controller that has been silent',
    controllers,
    soundFacts({ now: NOW + 3_600_000 }),
    ['Program argocd/application-controller: it has compared no Application for 61 minutes'],
  ],
  ['a project that is gone', projects, withLists({ projects: [] }), ['AppProject argocd/web: is not there']],
  [
    'a project that permits more',
    projects,
    withLists({ projects: [live(DIST.project, { spec: { ...(DIST.project.spec as object), sourceRepos: ['*'] } })] }),
    ['AppProject argocd/web: spec.sourceRepos is ["*"]'],
  ],
  ['a root that nobody handed over', root, withLists({ applications: [] }), ['Application argocd/root: is not there']],
  [
    'a repository that nobody saw, without a credential',
    repository,
    withLists({ applications: [live(DIST.root)], credentials: [] }),
    [
      'Repository https://git.example.org/platform/it.git: no Application has a revision of it; there is no Secret with the label argocd.argoproj.io/secret-type=repository',
    ],
  ],
  ['a repository that is read without a credential', repository, withLists({ credentials: [] }), []],
  [
    'an Application that is missing and one that nobody committed',
    applications,
    withLists({ applications: [live(DIST.root), { ...live(DIST.application), metadata: { name: 'other', namespace: 'argocd' } } as Live] }),
    ['Application argocd/workloads-ui: is not there', 'Application argocd/other: dist does not have it'],
  ],
  [
    'one of each program where there have to be two',
    availability,
    soundFacts({ isHighlyAvailable: true }),
    [
      'Deployment argocd/argocd-repo-server: 1 ready',
      'Deployment argocd/argocd-server: is not there',
      'Deployment argocd/argocd-applicationset-controller: is not there',
    ],
  ],
  ['a channel without its token', notifications, withLists({ secrets: [] }), ['Secret argocd/argocd-notifications-secret: is not there']],
  [
    'nobody who is told',
    notifications,
    soundFacts({ dist: [] }),
    ['ConfigMap argocd/argocd-notifications-cm: dist has no trigger that somebody subscribes to'],
  ],
  ['a Secret in dist', plaintext, soundFacts({ dist: [secret] }), ['Secret web/plain: is in dist']],
  [
    'a Secret that an Application applied',
    plaintext,
    withLists({
      applications: [
        live(DIST.application, { status: { resources: [{ version: 'v1', kind: 'Secret', namespace: 'web', name: 'plain' }] } }),
      ],
    }),
    ['Secret web/plain: Application workloads-ui applied it'],
  ],
  [
    'an object of another group that is called a Secret, too',
    plaintext,
    withLists({
      applications: [
        live(DIST.application, { status: { resources: [{ group: 'example.org', kind: 'Secret', namespace: 'web', name: 'plain' }] } }),
      ],
    }),
    [],
  ],
  ['another version', api, asked({ version: '1.30' }), ['Cluster kind-it: Kubernetes 1.30']],
  ['a version that nobody said', api, asked({ version: { problem: 'Forbidden' } }), ['unknown Cluster kind-it: Forbidden']],
  [
    'a node that is not ready, and cordoned',
    nodes,
    withLists({
      nodes: [
        { ...NODE, spec: { unschedulable: true }, status: { conditions: [{ type: 'Ready', status: 'False', message: 'no network' }] } },
      ],
    }),
    ['Node general-1: not ready: no network, cordoned'],
  ],
  [
    'a node without its label',
    nodeLabels,
    withLists({ nodes: [{ ...NODE, metadata: { name: 'n' } }] }),
    ['NodePool general: 0; without the label: n'],
  ],
  [
    'a node of another architecture',
    nodeLabels,
    withLists({ nodes: [{ ...NODE, metadata: { ...NODE.metadata, labels: { ...NODE.metadata.labels, 'kubernetes.io/arch': 'arm64' } } }] }),
    ['Node general-1: architecture arm64'],
  ],
  [
    'a node without the taint of its pool',
    nodeLabels,
    soundFacts({ cluster: { ...soundFacts().cluster, nodePools: { general: { ...POOL_OF_GPU, nodes: 1 } } } as Facts['cluster'] }),
    ['Node general-1: no taint'],
  ],
  [
    'a namespace on its way out',
    namespaces,
    withLists({ namespaces: [live(DIST.namespace, { status: { phase: 'Terminating' } })] }),
    ['Namespace web: Terminating', 'Namespace argocd: is not there', 'Namespace edge: is not there'],
  ],
  ['a storage class that is not there', storageClass, withLists({ storageClasses: [] }), ['StorageClass fast: is not there']],
  [
    'a storage class of another provisioner',
    storageClass,
    withLists({ storageClasses: [{ ...CLASS, provisioner: 'other' }] }),
    ['StorageClass fast: provisioner other'],
  ],
  [
    'a tool that is missing',
    tools,
    on({ missing: [{ name: 'kind', line: 'kind is not installed' }] }),
    ['Program kind: kind is not installed'],
  ],
  [
    'Docker that does not run',
    docker,
    on({ programs: new Map([['docker', '29.0']]), missing: [{ name: 'docker', line: 'docker does not run: no socket' }] }),
    ['Program docker: docker does not run: no socket'],
  ],
  [
    'Docker that is not there',
    docker,
    on({ missing: [{ name: 'docker', line: 'docker is not installed' }] }),
    ['Program docker: docker is not installed'],
  ],
  ['the same, asked for the tools', tools, on({ missing: [{ name: 'docker', line: 'docker is not installed' }] }), []],
  [
    'Docker, of an environment elsewhere',
    docker,
    soundFacts({ machine: { ...soundFacts().machine, missing: [{ name: 'docker', line: 'docker does not run' }] } }),
    [],
  ],
  [
    'a port that somebody has',
    ports,
    on({ ports: [80, 443], takenPorts: [443] }, { live: { problem: 'no cluster' } }),
    ['Port 443: somebody listens there'],
  ],
  [
    'a port that somebody has, maybe the cluster that was not asked',
    ports,
    on({ ports: [443], takenPorts: [443] }, { live: undefined }),
    ['skipped Port 443: somebody listens there'],
  ],
  ['ports that the cluster has itself', ports, on({ ports: [80, 443], takenPorts: [80, 443] }), []],
  [
    'a plugin cache that is not there',
    terraform,
    on({ isStackWritten: true, isStackInitialized: true, pluginCache: { folder: '/cache', isThere: false } }),
    ['Variable TF_PLUGIN_CACHE_DIR: /cache is no folder'],
  ],
  ['a stack that was not initialized', terraform, on({ isStackWritten: true }), ['Stack kind-it: terraform init has not been done']],
];

test('a node is said to be tainted as the facts have it', () => {
  const cluster = { ...soundFacts().cluster, nodePools: { general: { ...POOL_OF_GPU, nodes: 1 } } } as Facts['cluster'];
  const [found] = nodeLabels.examine(soundFacts({ cluster })).findings;

  expect(found?.next).toBe('kubectl --context kind-it taint node general-1 gpu=true:NoSchedule');
});

test('a node of another architecture is not told to be labelled or tainted', () => {
  const arm = { ...NODE, metadata: { ...NODE.metadata, labels: { ...NODE.metadata.labels, 'kubernetes.io/arch': 'arm64' } } };
  const [found] = nodeLabels.examine(withLists({ nodes: [arm] })).findings;

  expect(found?.next).toMatch(/^a node of the pool that is amd64, or envs\/clusters.ts;/);
});

test.each(CASES)('%s', (_, check, facts, found) => {
  expect(findings(check, facts)).toEqual(found);
});
