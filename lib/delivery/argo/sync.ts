/** When Argo CD syncs the Applications of an environment. */
export interface Sync {
  /** Absent: only when somebody requests it. */
  readonly automated?: { readonly prune: boolean; readonly selfHeal: boolean; readonly allowEmpty: false };
}

export const Sync = {
  /** At once: what is merged runs, what is removed is pruned, what is changed by hand is put back. */
  automated: (): Sync => ({ automated: { prune: true, selfHeal: true, allowEmpty: false } }),
  /** By request: what is merged waits until somebody syncs it. */
  onRequest: (): Sync => ({}),
} as const;

/**
 * Finite, and patient enough for a first install: attempts for half an hour, since Applications meet namespaces, secrets and
 * custom resource definitions of others that may come later than they do, and soon after they have come. Each attempt takes the newest
 * commit: otherwise a sync that fails is retried as it was, and neither its repair nor anything else of the Application is synced.
 */
export const RETRY = { limit: 90, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '20s' } } as const;

/**
 * Server-side apply carries objects that an annotation cannot (262,144 bytes) and keeps the fields of others;
 * an object that two Applications claim fails the sync; pruned owners wait for what they own, and go last.
 */
export const SYNC_OPTIONS = [
  'ServerSideApply=true',
  'FailOnSharedResource=true',
  'PrunePropagationPolicy=foreground',
  'PruneLast=true',
] as const;
