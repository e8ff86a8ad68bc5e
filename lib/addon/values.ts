/** Values that most charts take in the same shape. */
export interface Requirements {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** Requests and limits; memory's limit equals its request. */
export function requirements(cpu: string, cpuLimit: string, memory: string): Requirements {
  return { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory } };
}

/** What Pod Security `restricted` demands of a pod. */
export function podSecurity(user: number): object {
  return { runAsNonRoot: true, runAsUser: user, seccompProfile: { type: 'RuntimeDefault' } };
}

/** What Pod Security `restricted` demands of a container. */
export function containerSecurity(): object {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** A budget for drained nodes where there is more than one pod. */
export function budget(highlyAvailable: boolean): { readonly enabled: boolean; readonly maxUnavailable: number } {
  return { enabled: highlyAvailable, maxUnavailable: 1 };
}
