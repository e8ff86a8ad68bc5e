import { POD_TYPES } from '../../manifest/pod-template';

/** What an expression is asked about, and what it may name: `object`; `pod` as well; `pod` and the container `c`. */
export type CelSubject = 'object' | 'pod' | 'container';

/** One condition in the Common Expression Language, in the subset that the API server and cel-js both have. */
export interface CelValidation {
  /** Whether it is asked once, of the pod's spec (`variables.pod`), or of every container (`c`), init and ephemeral ones included. */
  readonly of: CelSubject;
  /** True where all is well; what cannot be evaluated is refused. */
  readonly expression: string;
  /** What is wrong, as it follows the name of the field: `is true`. */
  readonly message: string;
  /** Path below the object, the pod's spec or the container. */
  readonly field: string;
  /** First minor version of Kubernetes that it holds for, `1.34`. @default all */
  readonly since?: string;
  /** First minor version that it no longer holds for. @default all */
  readonly before?: string;
}

/** A rule about single objects as text that is evaluated here and enforced by the cluster. */
export interface Cel {
  /** Group and kind: `apps/Deployment`. */
  readonly kinds: readonly string[];
  readonly validations: readonly CelValidation[];
  /** Whether namespaces of teams have it enforced. @default true */
  readonly isEnforced?: boolean;
}

/** Kinds that describe pods. */
export const POD_KINDS = POD_TYPES;

/** Where an object of those kinds describes its pods, in CEL. @param ofPod what of a Pod, which is none but its own */
export function templateOf(object: string, ofPod = ''): string {
  return [
    `object.kind == 'Pod' ? dyn(${object})${ofPod}`,
    `object.kind == 'PodTemplate' ? dyn(${object}).template`,
    `object.kind == 'CronJob' ? dyn(${object}).spec.jobTemplate.spec.template`,
    `dyn(${object}).spec.template`,
  ].join(' : ');
}

/** What `variables.…` stand for, in the language of the cluster; what evaluates here is given the same values. */
export const VARIABLES: readonly { readonly name: string; readonly expression: string }[] = [
  { name: 'template', expression: templateOf('object') },
  { name: 'pod', expression: 'variables.template.spec' },
  {
    name: 'containers',
    expression:
      'variables.pod.?containers.orValue([]) + variables.pod.?initContainers.orValue([]) + variables.pod.?ephemeralContainers.orValue([])',
  },
];

/** The conditions that hold for a version of Kubernetes. */
export function validationsFor({ validations }: Pick<Cel, 'validations'>, kubernetes: string): readonly CelValidation[] {
  const minor = minorOf(kubernetes);
  return validations.filter(({ since, before }) => {
    return (since === undefined || minorOf(since) <= minor) && (before === undefined || minor < minorOf(before));
  });
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
