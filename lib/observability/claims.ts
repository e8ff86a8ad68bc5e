import type { Subject } from './alert';

/** The claims of a StatefulSet, which are called template, name and number: `data-postgres-0`. */
export const claims = {
  available: (store: Subject): string => `kubelet_volume_stats_available_bytes{${matchers(store)}}`,

  capacity: (store: Subject): string => `kubelet_volume_stats_capacity_bytes{${matchers(store)}}`,

  /** Share that is left. */
  left: (store: Subject): string => `${claims.available(store)} / ${claims.capacity(store)}`,
} as const;

function matchers({ name, namespace }: Subject): string {
  return `namespace="${namespace}",persistentvolumeclaim=~".+-${name}-[0-9]+"`;
}
