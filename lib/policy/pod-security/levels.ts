import type { Rule } from '../rule';

type Id = Rule['id'];

/**
 * Levels of the Pod Security Standards, and which rules make them up; `restricted` asks for all of `baseline` as well.
 * The rule on capabilities says what `restricted` says, which takes the place of the longer list of `baseline`; so does the one on seccomp.
 */
export const LEVELS: Readonly<Record<'baseline' | 'restricted', readonly Id[]>> = {
  baseline: [
    'pod-security/app-armor',
    'pod-security/host-namespaces',
    'pod-security/host-path',
    'pod-security/host-ports',
    'pod-security/host-probes',
    'pod-security/privileged',
    'pod-security/proc-mount',
    'pod-security/selinux',
    'pod-security/sysctls',
    'pod-security/windows-host-process',
  ],
  restricted: [
    'pod-security/capabilities',
    'pod-security/privilege-escalation',
    'pod-security/run-as-non-root',
    'pod-security/run-as-user',
    'pod-security/seccomp',
    'pod-security/volume-types',
  ],
};

/** Rules that ask for more than any level, or of namespaces: Pod Security admission has no such check of a pod. */
export const NOT_IN_PSA: readonly Id[] = ['pod-security/high-user', 'pod-security/namespace', 'pod-security/read-only-root-filesystem'];
