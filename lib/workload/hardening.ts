import type { k8s } from 'cdk8s-plus-28';
import type { Plain } from '../construct/plain';

/** Requests and limits of one container; memory's limit equals its request, so that a pod is never evicted for what it was promised. */
export interface Resources {
  readonly cpu: string;
  /** Most that it may take of a processor while others leave it idle. */
  readonly cpuLimit: string;
  readonly memory: string;
  /** Most that it may write to its own file system and empty directories. @default 128Mi */
  readonly scratch?: string;
}

type ResourceRequirements = Plain<k8s.ResourceRequirements>;

/** The requirements of a container (requirement B19, NSA guide: requests and limits for processor, memory and ephemeral storage). */
export function resourceRequirements({ cpu, cpuLimit, memory, scratch = '128Mi' }: Resources): ResourceRequirements {
  return {
    requests: { cpu, memory, 'ephemeral-storage': scratch },
    limits: { cpu: cpuLimit, memory, 'ephemeral-storage': scratch },
  };
}

/** What Pod Security `restricted` demands of a pod, and a user that no node knows. */
export function podSecurity(user: number): Plain<k8s.PodSecurityContext> {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** What Pod Security `restricted` demands of a container, and a root file system that nothing can be planted in. */
export const CONTAINER_SECURITY: Plain<k8s.SecurityContext> = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** Spreads the pods over nodes where there are several; a single node may still take them all. */
export function spreadOverNodes(selector: Readonly<Record<string, string>>): Plain<k8s.TopologySpreadConstraint>[] {
  return [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selector },
    },
  ];
}
