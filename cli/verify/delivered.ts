import { ADD_ON_NAMESPACES, type Cluster, type Manifest, valueAt } from '../../lib';
import { clusterLine, kubectlLine, placeOf } from '../drift/hint';
import { DEFAULT_SOURCE, type Setting } from '../settings';
import { type Asked, type Check, judged, type Live, unless } from './check';

/** Whether the namespaces of `dist` are there and not on their way out. */
export function namespaces({ kubectl, environment }: Asked, manifests: readonly Manifest[]): Promise<readonly Check[]> {
  const wanted = namesOf(manifests, 'Namespace');
  return judged(kubectl, 'namespaces', ['namespaces'], (found) => {
    const phases = new Map(found.map(({ metadata, status }) => [metadata.name, status?.phase as string | undefined]));
    const problems = wanted.flatMap((name) => {
      const phase = phases.get(name);
      return phase === 'Active' ? [] : [phase === undefined ? `${name} is not there` : `${name} is ${phase}`];
    });
    return unless(
      'namespaces',
      problems,
      `${wanted.length} are Active`,
      `${clusterLine(placeOf(environment, kubectl), 'apply-base')} makes them`,
    );
  });
}

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** Whether claims will find their class: those of the facts, and the one that the setting STORAGE_CLASS_DEFAULT names if it was given. */
export function storageClasses(
  { kubectl }: Asked,
  { storageClass, scratchClass }: Cluster,
  { value, source }: Setting,
): Promise<readonly Check[]> {
  return judged(kubectl, 'storage classes', ['storageclasses'], (found) => {
    const problems = [...new Set([storageClass.name, scratchClass])].flatMap((name) => {
      const one = found.find(({ metadata }) => metadata.name === name);
      if (one === undefined) return [`there is no ${name}`];
      const isOther = name === storageClass.name && one.provisioner !== storageClass.provisioner;
      return isOther ? [`${name} is of ${one.provisioner}, expected ${storageClass.provisioner}`] : [];
    });
    const isGiven = source !== DEFAULT_SOURCE && value !== storageClass.name && value !== scratchClass;
    if (isGiven && !found.some(({ metadata }) => metadata.name === value))
      problems.push(`there is no ${value}, which STORAGE_CLASS_DEFAULT says (${source})`);
    const defaults = found.filter(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true').map(({ metadata }) => metadata.name);
    if (defaults.length !== 1) problems.push(`${defaults.length} are the default (${defaults.join(', ') || 'none'}), expected one`);
    const names = found.map(({ metadata }) => metadata.name).join(', ');
    return unless(
      'storage classes',
      problems,
      names,
      `compare ${kubectlLine(kubectl, 'get storageclass')} with envs/clusters.ts; claims wait for theirs`,
    );
  });
}

/** Whether what the charts install runs: each namespace that an Application brings a chart to. */
export function addOns({ kubectl }: Asked, manifests: readonly Manifest[]): Promise<readonly Check[]> {
  const destinations = manifests
    .filter(({ kind, ...rest }) => kind === 'Application' && valueAt(rest, 'spec.source.chart') !== undefined)
    .map((manifest) => String(valueAt(manifest, 'spec.destination.namespace')));
  const wanted = [...new Set(destinations)].sort();
  return judged(kubectl, 'add-ons', ['deployments,daemonsets,statefulsets', '--all-namespaces'], (found) => {
    const inside = (namespace: string): readonly Live[] => found.filter(({ metadata }) => metadata.namespace === namespace);
    const others = ADD_ON_NAMESPACES.filter((name) => !wanted.includes(name) && inside(name).length > 0);
    return [...wanted, ...others].map((namespace) => {
      const workloads = inside(namespace);
      const problems = workloads.length === 0 ? ['nothing of its chart is there'] : workloads.flatMap(lacking);
      return unless(
        `add-ons in ${namespace}`,
        problems,
        `${workloads.length} available`,
        kubectlLine(kubectl, `get pods --namespace ${namespace}`),
      );
    });
  });
}

function lacking({ kind, metadata, spec, status }: Live): string[] {
  const wanted = Number(kind === 'DaemonSet' ? (status?.desiredNumberScheduled ?? 0) : (spec?.replicas ?? 1));
  const available = Number((kind === 'DaemonSet' ? status?.numberAvailable : status?.availableReplicas) ?? 0);
  return available >= wanted ? [] : [`${kind} ${metadata.name} has ${available} of ${wanted}`];
}

/** Whether Argo CD has brought everything, and everything runs. */
export function applications({ kubectl, environment }: Asked, manifests: readonly Manifest[]): Promise<readonly Check[]> {
  const wanted = namesOf(manifests, 'Application');
  return judged(kubectl, 'Applications', ['applications.argoproj.io', '--namespace', 'argocd'], (found) => {
    const problems = wanted.flatMap((name) => {
      const one = found.find(({ metadata }) => metadata.name === name);
      if (one === undefined) return [`${name} is not there`];
      const { sync, health } = standing(one);
      return sync === 'Synced' && health === 'Healthy' ? [] : [`${name} is ${sync} and ${health}${said(one)}`];
    });
    return unless(
      'Applications',
      problems,
      `${wanted.length} are Synced and Healthy`,
      `${clusterLine(placeOf(environment, kubectl), 'status')}, then ${kubectlLine(kubectl, '--namespace argocd get application NAME --output yaml')}`,
    );
  });
}

export function standing({ status }: Live): { readonly sync: string; readonly health: string } {
  return { sync: status?.sync?.status ?? 'Unknown', health: status?.health?.status ?? 'Unknown' };
}

const LONGEST = 200;

/** What Argo CD says of an Application, as far as a line takes it. */
function said({ status }: Live): string {
  const conditions = (status?.conditions ?? []) as readonly { message: string }[];
  const operation = status?.operationState?.phase === 'Succeeded' ? undefined : status?.operationState?.message;
  const texts = [...conditions.map(({ message }) => message), operation].filter((text) => typeof text === 'string' && text !== '');
  return texts.length === 0 ? '' : `: ${texts.join(', ').slice(0, LONGEST)}`;
}

function namesOf(manifests: readonly Manifest[], kind: string): string[] {
  return manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
}
