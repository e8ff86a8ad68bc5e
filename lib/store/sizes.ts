import type { Size } from '../tenancy/traits';
import type { Resources } from '../workload/hardening';

/** The stores of the platform. */
export type StoreName = 'postgres' | 'objects' | 'audit' | 'redis' | 'search' | 'graph';

export interface StoreSize {
  readonly resources: Resources;
  readonly storage: string;
}

/** What each store gets: small for one developer's data, medium for a rehearsal, large for production (requirement A11). */
export const STORE_SIZES: Readonly<Record<Size, Readonly<Record<StoreName, StoreSize>>>> = {
  small: {
    postgres: { resources: { cpu: '100m', cpuLimit: '1', memory: '512Mi' }, storage: '5Gi' },
    objects: { resources: { cpu: '100m', cpuLimit: '1', memory: '256Mi' }, storage: '10Gi' },
    audit: { resources: { cpu: '50m', cpuLimit: '500m', memory: '256Mi' }, storage: '5Gi' },
    redis: { resources: { cpu: '50m', cpuLimit: '500m', memory: '128Mi' }, storage: '1Gi' },
    search: { resources: { cpu: '100m', cpuLimit: '1', memory: '512Mi' }, storage: '5Gi' },
    graph: { resources: { cpu: '50m', cpuLimit: '500m', memory: '256Mi' }, storage: '5Gi' },
  },
  medium: {
    postgres: { resources: { cpu: '500m', cpuLimit: '2', memory: '2Gi' }, storage: '50Gi' },
    objects: { resources: { cpu: '250m', cpuLimit: '2', memory: '1Gi' }, storage: '100Gi' },
    audit: { resources: { cpu: '250m', cpuLimit: '1', memory: '1Gi' }, storage: '50Gi' },
    redis: { resources: { cpu: '100m', cpuLimit: '1', memory: '512Mi' }, storage: '5Gi' },
    search: { resources: { cpu: '500m', cpuLimit: '2', memory: '2Gi' }, storage: '50Gi' },
    graph: { resources: { cpu: '250m', cpuLimit: '1', memory: '1Gi' }, storage: '50Gi' },
  },
  large: {
    postgres: { resources: { cpu: '2', cpuLimit: '4', memory: '8Gi' }, storage: '200Gi' },
    objects: { resources: { cpu: '1', cpuLimit: '4', memory: '4Gi' }, storage: '1Ti' },
    audit: { resources: { cpu: '500m', cpuLimit: '2', memory: '4Gi' }, storage: '200Gi' },
    redis: { resources: { cpu: '250m', cpuLimit: '1', memory: '2Gi' }, storage: '10Gi' },
    search: { resources: { cpu: '1', cpuLimit: '4', memory: '8Gi' }, storage: '200Gi' },
    graph: { resources: { cpu: '500m', cpuLimit: '2', memory: '4Gi' }, storage: '200Gi' },
  },
};
