import { APPLICATIONS } from '../harness/argo-cd';
import type { Cluster, Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import { until } from '../harness/until';
import { OUTSIDER, type Outsider } from './outsiders';

/** What Argo CD says of an Application. */
export interface Verdict {
  readonly outsider: Outsider;
  /** Whether it applied what the Application carries. */
  readonly synced: boolean;
  /** Why it does not take the Application itself. */
  readonly refusals: readonly string[];
  /** What it says of each object. */
  readonly results: readonly Result[];
  /** How what it says begins, for people. */
  readonly says: string;
}

interface Result {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: string;
  readonly message: string;
}

const SELECTED = `${APPLICATIONS}?labelSelector=${encodeURIComponent(OUTSIDER)}`;
const IN_CLUSTER = 'https://kubernetes.default.svc';

/** Creates them all at once and waits until Argo CD has judged each. */
export async function verdictsOn(outsiders: readonly Outsider[], { cluster, environment }: DeliveredBed): Promise<Verdict[]> {
  const { revision } = environment.catalogue.repository;
  await cluster.apply(outsiders.map((outsider) => application(outsider, revision)));
  let waiting: readonly string[] = [];
  const judged = await until(
    async () => {
      const all = await cluster.list(SELECTED);
      waiting = all.filter((live) => !isJudged(live)).map(({ metadata }) => metadata.name);
      return all.length === outsiders.length && waiting.length === 0 ? all : undefined;
    },
    { within: 60, what: () => `Argo CD's verdict on ${waiting.length} Applications: ${waiting.slice(0, 12).join(', ')}` },
  );
  return outsiders.map((outsider) => verdict(outsider, judged.find(({ metadata }) => metadata.name === outsider.name) as Live));
}

/** What names a wrong repository or namespace would sync at once if it were permitted; for what only a sync finds out, one is requested. */
function application({ name, project, asks, namespace, repository, folder }: Outsider, revision: string): object {
  const atOnce = asks === 'namespace' || asks === 'repository';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', labels: { [OUTSIDER]: 'true' }, annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
    spec: {
      project,
      source: { repoURL: repository, targetRevision: revision, path: folder, directory: { recurse: true } },
      destination: { server: IN_CLUSTER, namespace },
      ...(atOnce && { syncPolicy: { automated: {} } }),
    },
    ...(!atOnce && { operation: { initiatedBy: { username: 'e2e' }, sync: { syncOptions: ['ServerSideApply=true'] } } }),
  };
}

/** Refused as such, or compared although it must not be, or synced to an end. */
function isJudged({ spec, status }: Live): boolean {
  if (refusalsOf(status).length > 0) return true;
  if (spec.syncPolicy?.automated !== undefined) return status?.reconciledAt !== undefined;
  return ['Succeeded', 'Failed', 'Error'].includes(status?.operationState?.phase);
}

function refusalsOf(status: Live['status']): string[] {
  const conditions = (status?.conditions ?? []) as { type: string; message: string }[];
  return conditions.filter(({ type }) => type === 'InvalidSpecError').map(({ message }) => message);
}

function verdict(outsider: Outsider, { status }: Live): Verdict {
  const { phase, message, syncResult } = status.operationState ?? {};
  const results = ((syncResult?.resources ?? []) as Result[]).map((result) => ({ ...result, group: result.group ?? '' }));
  const says = [...refusalsOf(status), ...(phase === undefined ? [] : [`${phase}: ${message}`])].join('; ');
  return { outsider, synced: phase === 'Succeeded', refusals: refusalsOf(status), results, says: says.slice(0, 200) };
}

/** Deletes the Applications, and nothing of what they brought. */
export async function dismiss(cluster: Cluster): Promise<void> {
  await cluster.request('DELETE', SELECTED);
  await until(async () => (await cluster.list(SELECTED)).length === 0, { within: 30, what: 'the Applications to go' });
}
