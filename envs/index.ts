import type { Cluster, Environment } from '../lib';

/** The class of an environment, imported when it is asked for: rendering one does not load the others. */
export type EnvironmentLoader = () => Promise<new () => Environment>;

/** The environments in promotion order. */
export const environments: Readonly<Record<string, EnvironmentLoader>> = {
  local: async () => (await import('./local')).Local,
  dev: async () => (await import('./dev')).Dev,
  stage: async () => (await import('./stage')).Stage,
  prod: async () => (await import('./prod')).Prod,
};

/** What people also call them. */
export const aliases: Readonly<Record<string, string>> = { staging: 'stage', production: 'prod' };

/** The facts of the clusters, by environment. */
export async function clusterFacts(): Promise<Readonly<Record<string, Cluster>>> {
  return (await import('./clusters')).clusters;
}
