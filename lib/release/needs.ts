import type { LaidOut } from '../manifest/layout';
import type { Records } from './records';
import type { Rendering } from './rendering';
import type { State } from './standing';

/**
 * Shared components that promoted ones cannot be without and that are not there, or not wide enough, yet: their
 * namespaces, and the projects if one has to be wider.
 */
export function needs(states: ReadonlyMap<string, State>, renderings: ReadonlyMap<string, Rendering>, records: Records): Set<string> {
  const promoted = [...states].filter(([, state]) => state === 'promoted').flatMap(([component]) => renderings.get(component)?.files ?? []);
  const used = new Set(promoted.map(({ manifest }) => manifest.metadata.namespace));
  const isWaiting = ([component]: [string, Rendering]): boolean => states.get(component) === 'waiting';
  const missing = [...renderings].filter(isWaiting).filter(([, { files }]) => files.some((file) => isNamespace(file, used)));
  void records;
  return new Set(missing.map(([component]) => component));
}

function isNamespace({ manifest }: LaidOut, names: ReadonlySet<string | undefined>): boolean {
  return manifest.kind === 'Namespace' && names.has(manifest.metadata.name);
}
