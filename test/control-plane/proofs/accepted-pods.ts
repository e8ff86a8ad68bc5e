import { type Manifest, valueAt } from '../../../lib';
import { replicasOf, scalersAmong, surgeOf } from '../../../lib/capacity/replicas';
import { groupBy } from '../../../lib/manifest/group-by';
import { templatePath } from '../../../lib/manifest/pod-template';
import { none } from '../harness/claims';
import { type Cluster, message } from '../harness/cluster';
import { emptyQuotas } from './accepted-admission';

/** A pod as a controller makes it from a template. */
interface PodOf {
  readonly workload: Manifest;
  readonly pod: Manifest;
  /** How many there are at a peak: autoscaled to the most and rolling; 0 if it runs on request only. */
  readonly count: number;
}

/** @throws if no workload has pods */
function podsOf(manifests: readonly Manifest[]): PodOf[] {
  const workloads = manifests.filter((manifest) => templatePath(manifest) !== undefined);
  if (workloads.length === 0) throw new Error('there is no pod template');
  return workloads.map((workload) => ({ workload, pod: podFrom(workload), count: countOf(workload, scalersAmong(manifests)) }));
}

function podFrom(workload: Manifest): Manifest {
  const { name, namespace = '' } = workload.metadata;
  const template = valueAt(workload, templatePath(workload) as string) as Pick<Manifest, 'metadata' | 'spec'>;
  const claims = (valueAt(workload, 'spec.volumeClaimTemplates') ?? []) as readonly Manifest[];
  const spec = template.spec as { readonly volumes?: readonly object[] };
  const claimed = claims.map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: `${metadata.name}-${name}-0` },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name: '', generateName: `${name}-`, namespace },
    spec: claims.length === 0 ? spec : { ...spec, volumes: [...(spec.volumes ?? []), ...claimed] },
  };
}

function countOf(workload: Manifest, scalers: readonly Manifest[]): number {
  switch (workload.kind) {
    case 'CronJob':
      return valueAt(workload, 'spec.suspend') === true ? 0 : Number(valueAt(workload, 'spec.jobTemplate.spec.parallelism') ?? 1);
    case 'Job':
      return Number(valueAt(workload, 'spec.parallelism') ?? 1);
    default: {
      const { most } = replicasOf(
        workload,
        scalers.filter(({ metadata }) => metadata.namespace === workload.metadata.namespace),
      );
      return most + surgeOf(workload, most);
    }
  }
}

/** @throws with what the server says of each that it refuses or warns of */
export async function admitted(cluster: Cluster, manifests: readonly Manifest[]): Promise<string> {
  const pods = podsOf(manifests);
  const problems: string[] = [];
  for (const { workload, pod } of pods) problems.push(...(await problemsOf(cluster, workload, pod, '&dryRun=All')));
  none(problems);
  const kinds = [...groupBy(pods, ({ workload }) => workload.kind)];
  return `${pods.length} pods, 0 warnings: ${kinds.map(([kind, { length }]) => `${length} of ${kind}s`).join(', ')}`;
}

/** Creates them, so that each counts against its quota, and takes them away again. */
export async function admittedAtOnce(cluster: Cluster, manifests: readonly Manifest[]): Promise<string> {
  const all = podsOf(manifests).flatMap(({ workload, pod, count }) => Array.from({ length: count }, () => ({ workload, pod })));
  if (all.length === 0) throw new Error('there is no pod');
  const namespaces = [...new Set(all.map(({ pod }) => pod.metadata.namespace))];
  const problems: string[] = [];
  try {
    for (const { workload, pod } of all) problems.push(...(await problemsOf(cluster, workload, pod)));
    none(problems);
    const quotas = await cluster.list('/api/v1/resourcequotas');
    const counted = quotas.reduce((sum, { status }) => sum + Number(status.used.pods), 0);
    if (counted !== all.length) throw new Error(`the quotas count ${counted} pods of ${all.length}`);
  } finally {
    for (const namespace of namespaces) await cluster.delete(`/api/v1/namespaces/${namespace}/pods?gracePeriodSeconds=0`);
    await emptyQuotas(cluster, manifests);
  }
  return `${all.length} pods in ${namespaces.length} namespaces, all of them counted by quotas`;
}

async function problemsOf(cluster: Cluster, { kind, metadata }: Manifest, pod: Manifest, query = ''): Promise<string[]> {
  const path = `/api/v1/namespaces/${metadata.namespace}/pods?fieldValidation=Strict${query}`;
  const { status, body, warnings } = await cluster.request('POST', path, { body: pod });
  const said = [...(status < 300 ? [] : [message(body)]), ...warnings];
  return said.map((text) => `the pod of ${kind} ${metadata.namespace}/${metadata.name}: ${text}`);
}
