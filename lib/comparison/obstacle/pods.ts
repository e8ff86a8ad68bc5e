import type { LaidOut } from '../../manifest/layout';
import { type Manifest, valueAt } from '../../manifest/manifest';

/** Kinds that run pods, and where their pod template stands. */
const TEMPLATES: Readonly<Record<string, string>> = {
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
};

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly envFrom?: readonly unknown[];
  readonly resources?: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string | number>> | undefined>>;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
}

/** A workload with the pods that it runs. */
export interface Workload {
  readonly manifest: Manifest;
  readonly component: string;
  readonly namespace: string;
  readonly pod: PodSpec;
}

export function workloadsOf(objects: readonly LaidOut[]): Workload[] {
  return objects.flatMap(({ manifest, unit }) => {
    const path = Object.hasOwn(TEMPLATES, manifest.kind) ? (TEMPLATES[manifest.kind] as string) : undefined;
    const pod = path === undefined ? undefined : (valueAt(manifest, path) as PodSpec | undefined);
    return pod === undefined ? [] : [{ manifest, component: unit.component, namespace: manifest.metadata.namespace ?? '', pod }];
  });
}

export function containersOf({ containers, initContainers = [] }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers];
}
