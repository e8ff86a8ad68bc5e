/** Values that most charts take in the same shape. */
export interface Requirements {
  readonly requests: Readonly<Record<'cpu' | 'memory' | 'ephemeral-storage', string>>;
  readonly limits: Readonly<Record<'cpu' | 'memory' | 'ephemeral-storage', string>>;
}

/** Requests and limits; memory's limit equals its request. `scratch`: what it may write outside volumes of its own. */
export function requirements(cpu: string, cpuLimit: string, memory: string, scratch = '512Mi'): Requirements {
  const same = { memory, 'ephemeral-storage': scratch };
  return { requests: { cpu, ...same }, limits: { cpu: cpuLimit, ...same } };
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
