import type { Container, KubernetesObject, LabelMap, PodSpec, PodTemplate } from './kubernetes';

/** What is known of an object's labels before a cluster has made it. */
export interface Labels {
  readonly known: LabelMap;
  /** Keys that are there for sure, with a value that the cluster chooses. */
  readonly chosenByCluster: readonly string[];
  /** Whether there may be any other label besides: a namespace that somebody else declares. */
  readonly open: boolean;
}

/** The pods of one object; replicas are alike, so that one stands for all of them. */
export interface Pod {
  readonly type: 'pod';
  /** `namespace/Kind/name` of the workload, or of the owner of a Pod that has one. */
  readonly workload: string;
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  readonly hostNetwork: boolean;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
}

interface WorkloadSpec {
  readonly template?: PodTemplate;
  readonly manualSelector?: boolean;
  readonly completionMode?: string;
  readonly jobTemplate?: { readonly spec?: WorkloadSpec };
}

const WORKLOADS = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  '/ReplicationController',
  'batch/Job',
  'batch/CronJob',
];

/** The last of the objects of one kind, namespace and name is the one that an apply leaves behind. */
export function lastApplied(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const identity = (object: KubernetesObject): string =>
    [groupOf(object), object.kind, namespaceOf(object), object.metadata.name].join(' ');
  return objects.filter((object, index) => !objects.slice(index + 1).some((later) => identity(later) === identity(object)));
}

function groupOf({ apiVersion }: KubernetesObject): string {
  return apiVersion.includes('/') ? apiVersion.replace(/\/.*$/, '') : '';
}

export function namespaceOf(object: KubernetesObject): string {
  return object.metadata.namespace ?? 'default';
}

/** Every kind of pod that the objects make. */
export function podsOf(objects: readonly KubernetesObject[]): Pod[] {
  const pods: Pod[] = [];
  const applied = lastApplied(objects);
  for (const object of applied) {
    const template = templateOf(object);
    if (template !== undefined) {
      pods.push({
        type: 'pod',
        workload: workloadOf(object),
        namespace: namespaceOf(object),
        namespaceLabels: namespaceLabels(applied, namespaceOf(object)),
        labels: podLabels(object, template.metadata?.labels ?? {}),
        hostNetwork: template.spec?.hostNetwork === true,
        containers: template.spec?.containers ?? [],
        initContainers: template.spec?.initContainers ?? [],
      });
    }
  }
  return pods;
}

function templateOf(object: KubernetesObject): PodTemplate | undefined {
  if (object.kind === 'Pod' && groupOf(object) === '') {
    return { metadata: object.metadata, spec: (object.spec ?? {}) as PodSpec };
  }
  if (!WORKLOADS.includes(`${groupOf(object)}/${object.kind}`)) {
    return undefined;
  }
  const spec = object.spec as WorkloadSpec;
  return (object.kind === 'CronJob' ? spec.jobTemplate?.spec?.template : spec.template) ?? {};
}

function workloadOf(object: KubernetesObject): string {
  const owners = object.kind === 'Pod' ? (object.metadata.ownerReferences ?? []) : [];
  const owner = owners.find((reference) => reference.controller === true) ?? owners[0];
  return owner === undefined
    ? `${namespaceOf(object)}/${object.kind}/${object.metadata.name}`
    : `${namespaceOf(object)}/${owner.kind}/${owner.name}`;
}

function namespaceLabels(applied: readonly KubernetesObject[], name: string): Labels {
  const namespace = applied.find((object) => object.kind === 'Namespace' && object.metadata.name === name);
  return {
    known: { ...namespace?.metadata.labels, 'kubernetes.io/metadata.name': name },
    chosenByCluster: [],
    open: namespace === undefined,
  };
}

/** The labels of the template and those that the controller adds to each pod, which win. A Pod has the labels it is written with. */
function podLabels(object: KubernetesObject, written: LabelMap): Labels {
  const added = addedBy(object);
  return {
    known: Object.fromEntries(Object.entries({ ...written, ...added.known }).filter(([key]) => !added.chosenByCluster.includes(key))),
    chosenByCluster: added.chosenByCluster,
    open: false,
  };
}

function addedBy(object: KubernetesObject): { readonly known: LabelMap; readonly chosenByCluster: readonly string[] } {
  const spec = (object.spec ?? {}) as WorkloadSpec;
  switch (object.kind) {
    case 'Deployment':
      return { known: {}, chosenByCluster: ['pod-template-hash'] };
    case 'DaemonSet':
      return { known: {}, chosenByCluster: ['controller-revision-hash', 'pod-template-generation'] };
    case 'StatefulSet':
      return {
        known: {},
        chosenByCluster: ['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'],
      };
    case 'Job': {
      const name = object.metadata.name;
      return jobAdds(spec, { 'job-name': name, 'batch.kubernetes.io/job-name': name }, []);
    }
    case 'CronJob':
      return jobAdds(spec.jobTemplate?.spec ?? {}, {}, ['job-name', 'batch.kubernetes.io/job-name']);
    default:
      return { known: {}, chosenByCluster: [] };
  }
}

function jobAdds(spec: WorkloadSpec, names: LabelMap, chosenNames: readonly string[]): ReturnType<typeof addedBy> {
  const index = spec.completionMode === 'Indexed' ? ['batch.kubernetes.io/job-completion-index'] : [];
  return spec.manualSelector === true
    ? { known: {}, chosenByCluster: index }
    : { known: names, chosenByCluster: ['controller-uid', 'batch.kubernetes.io/controller-uid', ...chosenNames, ...index] };
}
