import type { Quota, Size } from '../lib';

/** What the namespaces of teams may take, by the size of the environment: twice what runs, as a rollout needs. */
export const quotas: Readonly<Record<Size, Readonly<Record<string, Quota>>>> = {
  small: {
    'kfm-api': { cpu: '1', cpuLimit: '4', memory: '1Gi', pods: 10 },
    'kfm-web': { cpu: '500m', cpuLimit: '2', memory: '1Gi', pods: 10 },
    'kfm-pipelines': { cpu: '1', cpuLimit: '8', memory: '4Gi', pods: 10 },
    'platform-data': { cpu: '2', cpuLimit: '16', memory: '6Gi', pods: 20, storage: '40Gi' },
  },
  medium: {
    'kfm-api': { cpu: '2', cpuLimit: '8', memory: '4Gi', pods: 20 },
    'kfm-web': { cpu: '1', cpuLimit: '4', memory: '2Gi', pods: 20 },
    'kfm-pipelines': { cpu: '2', cpuLimit: '16', memory: '8Gi', pods: 20 },
    'platform-data': { cpu: '6', cpuLimit: '32', memory: '24Gi', pods: 30, storage: '600Gi' },
  },
  large: {
    'kfm-api': { cpu: '8', cpuLimit: '32', memory: '16Gi', pods: 60 },
    'kfm-web': { cpu: '4', cpuLimit: '16', memory: '8Gi', pods: 40 },
    'kfm-pipelines': { cpu: '8', cpuLimit: '48', memory: '32Gi', pods: 40 },
    'platform-data': { cpu: '16', cpuLimit: '64', memory: '80Gi', pods: 30, storage: '3Ti' },
  },
};
