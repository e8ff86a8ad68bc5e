/** Folder of the ledgers, in the project. */
export const LEDGERS = 'envs/releases';

/** Folder of an environment's locks, in the project. */
export function lockFolder(environment: string): string {
  return `envs/${environment}/lock`;
}
