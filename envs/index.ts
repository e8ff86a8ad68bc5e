import type { Environment } from '../lib';

/** The class of an environment, imported when it is asked for: rendering one does not load the others. */
export type EnvironmentLoader = () => Promise<new () => Environment>;

/** The environments in promotion order. */
export const environments: Readonly<Record<string, EnvironmentLoader>> = {
  dev: async () => (await import('./dev')).Dev,
};
