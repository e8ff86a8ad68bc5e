import { POOL } from '../../../lib';
import type { DeliveredBed } from '../harness/delivered-bed';

/** Something that goes wrong in a cluster, and what `doctor` has to say of it. */
export interface Fault {
  readonly does: string;
  readonly check: string;
  /** `Kind namespace/name`, as results have it. */
  readonly about: string;
  /** Path of the object in the API, as far as it is one that is there. */
  readonly path: string;
  /** A merge patch; undefined deletes the object. */
  readonly change: object | undefined;
  /** Undoes it by another merge patch; undefined deletes the object. What was deleted Argo CD makes anew. */
  readonly undo: object | undefined;
}

const CORE = '/api/v1';
const APPS = '/apis/apps/v1';
const ARGO = '/apis/argoproj.io/v1alpha1/namespaces/argocd';
const ROUTES = '/apis/gateway.networking.k8s.io/v1';
const POLICIES = '/apis/networking.k8s.io/v1';
const SEALED = '/apis/bitnami.com/v1alpha1';

/** Ciphertext that no key opens. */
const JUNK = Buffer.from('no key opens this').toString('base64');

/** Pods that the quota no longer has room for are made anew, and refused. */
export const RESTARTED = `${CORE}/namespaces/kfm-api/pods?labelSelector=app.kubernetes.io/name=kfm-api`;

/** A claim of a class that is not there, which nobody committed. */
export const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'left-behind', namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'nowhere', resources: { requests: { storage: '1Gi' } } },
};
export const CLAIM_PATH = `${CORE}/namespaces/default/persistentvolumeclaims/left-behind`;

/** Two a family at least. Where a stand-in says that sealed files were opened, none can stay closed. */
export async function faults({ cluster, sealing }: DeliveredBed): Promise<Fault[]> {
  const pipelines = await cluster.get(`${ARGO}/appprojects/pipelines`);
  const quota = await cluster.get(`${CORE}/namespaces/kfm-api/resourcequotas/quota`);
  const graph = await cluster.get(`${SEALED}/namespaces/platform-data/sealedsecrets/graph-credentials`);
  const edge = await cluster.get(`${POLICIES}/namespaces/kfm-web/networkpolicies/kfm-ui-from-edge`);
  const indexer = await cluster.get(`${CORE}/namespaces/kfm-pipelines/services/indexer`);
  const folder = await cluster.get(`${ARGO}/applications/workloads-tiles`);
  const branch = await cluster.get(`${ARGO}/applications/observability`);
  const missing = [pipelines, quota, graph, edge, indexer, folder, branch].filter((one) => one === undefined).length;
  if (missing > 0) throw new Error(`${missing} objects that faults are planted in are not there`);
  const all: Fault[] = [
    {
      does: 'a selector that no pod has',
      check: 'service/selector',
      about: 'Service kfm-web/tiles',
      path: `${CORE}/namespaces/kfm-web/services/tiles`,
      change: { spec: { selector: { 'app.kubernetes.io/name': 'tile' } } },
      undo: { spec: { selector: { 'app.kubernetes.io/name': 'tiles' } } },
    },
    {
      does: 'a target port that no container has',
      check: 'service/port',
      about: 'Service kfm-pipelines/indexer',
      path: `${CORE}/namespaces/kfm-pipelines/services/indexer`,
      change: { spec: { ports: indexer?.spec.ports.map((port: object) => ({ ...port, targetPort: 'nowhere' })) } },
      undo: { spec: { ports: indexer?.spec.ports } },
    },
    {
      does: 'a quota without room for a pod',
      check: 'workload/quota',
      about: 'Deployment kfm-api/kfm-api',
      path: `${CORE}/namespaces/kfm-api/resourcequotas/quota`,
      change: { spec: { hard: { pods: '0' } } },
      undo: { spec: { hard: { pods: quota?.spec.hard.pods } } },
    },
    {
      does: 'a label of nodes that no node has',
      check: 'workload/scheduled',
      about: 'Deployment kfm-pipelines/pipeline-runner',
      path: `${APPS}/namespaces/kfm-pipelines/deployments/pipeline-runner`,
      change: { spec: { template: { spec: { nodeSelector: { accelerator: 'gpu' } } } } },
      undo: { spec: { template: { spec: { nodeSelector: null } } } },
    },
    {
      does: 'a node without the label of its pool',
      check: 'cluster/node-labels',
      about: 'NodePool general',
      path: `${CORE}/nodes/general-3`,
      change: { metadata: { labels: { [POOL]: null } } },
      undo: { metadata: { labels: { [POOL]: 'general' } } },
    },
    {
      does: 'a path that is not in the repository',
      check: 'delivery/path',
      about: 'Application argocd/workloads-tiles',
      path: `${ARGO}/applications/workloads-tiles`,
      change: { spec: { source: { path: 'dist/dev/nowhere' } } },
      undo: { spec: { source: { path: folder?.spec.source.path } } },
    },
    {
      does: 'a revision that Git does not have',
      check: 'delivery/revision',
      about: 'Application argocd/observability',
      path: `${ARGO}/applications/observability`,
      change: { spec: { source: { targetRevision: 'nowhere' } } },
      undo: { spec: { source: { targetRevision: branch?.spec.source.targetRevision } } },
    },
    {
      does: 'a project that permits no destination',
      check: 'delivery/permitted',
      about: 'Application argocd/workloads-indexer',
      path: `${ARGO}/appprojects/pipelines`,
      change: { spec: { destinations: [] } },
      undo: { spec: { destinations: pipelines?.spec.destinations } },
    },
    {
      does: 'a ConfigMap that is gone',
      check: 'workload/secret',
      about: 'ConfigMap platform-data/redis-configuration',
      path: `${CORE}/namespaces/platform-data/configmaps/redis-configuration`,
      change: undefined,
      undo: undefined,
    },
    {
      does: 'a policy that shuts the edge out',
      check: 'service/network-policy',
      about: 'Deployment kfm-web/kfm-ui',
      path: `${POLICIES}/namespaces/kfm-web/networkpolicies/kfm-ui-from-edge`,
      change: { spec: { ingress: [] } },
      undo: { spec: { ingress: edge?.spec.ingress } },
    },
    {
      does: 'a namespace without its default deny',
      check: 'service/isolation',
      about: 'Namespace kfm-pipelines',
      path: `${POLICIES}/namespaces/kfm-pipelines/networkpolicies/default-deny`,
      change: undefined,
      undo: undefined,
    },
    {
      does: 'a host outside the domain',
      check: 'edge/host',
      about: 'HTTPRoute kfm-api/kfm-api',
      path: `${ROUTES}/namespaces/kfm-api/httproutes/kfm-api`,
      change: { spec: { hostnames: ['api.elsewhere.example.net'] } },
      // Its stand-in controller looks at a route once: only a new one gets a status anew.
      undo: undefined,
    },
    {
      does: 'a route that is gone',
      check: 'edge/route',
      about: 'HTTPRoute kfm-web/tiles',
      path: `${ROUTES}/namespaces/kfm-web/httproutes/tiles`,
      change: undefined,
      undo: undefined,
    },
  ];
  const [key] = Object.keys(graph?.spec.encryptedData ?? {});
  const closed: Fault = {
    does: 'a sealed file that no key opens',
    check: 'workload/sealed',
    about: 'SealedSecret platform-data/graph-credentials',
    path: `${SEALED}/namespaces/platform-data/sealedsecrets/graph-credentials`,
    change: { spec: { encryptedData: { [String(key)]: JUNK } } },
    undo: { spec: { encryptedData: graph?.spec.encryptedData } },
  };
  return sealing === undefined ? all : [...all, closed];
}

/** What nobody plants in an object: a claim that is made, a host that DNS has no more, syncs that were paused to plant the rest. */
export const OTHERS: readonly Pick<Fault, 'does' | 'check' | 'about'>[] = [
  { does: 'a claim of a class that is not there', check: 'workload/claim', about: 'PersistentVolumeClaim default/left-behind' },
  { does: 'a host without a name', check: 'edge/dns', about: 'Host tiles.dev.kfm.example.org' },
  { does: 'automatic sync that somebody paused', check: 'delivery/paused', about: 'Application argocd/root' },
];
