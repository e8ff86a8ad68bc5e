import { sha256 } from '../../lib/manifest/digest';

/** The digest of the image that is one version of a component. */
export function digestOf(component: string, version: string): string {
  return `sha256:${sha256(`${component} ${version}`)}`;
}
