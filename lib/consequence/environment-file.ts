import type { Manifest } from '../manifest/manifest';

/** A file of manifests of an environment, and what could be read in it. */
export interface EnvironmentFile {
  /** Below `dist/<environment>/`. */
  readonly path: string;
  /** Empty where nothing tells. */
  readonly component: string;
  readonly manifests: readonly Manifest[];
  readonly problems: readonly string[];
}

/** Path in the repository. Files of no environment lie in `dist` itself, or are not an environment's. */
export function fileOf(environment: string, path: string): string {
  return environment === '' ? `dist/${path}` : `dist/${environment}/${path}`;
}
