import { textAt, textsAt } from '../../manifest/fields';
import { isMapping, ownValue, valueAt } from '../../manifest/manifest';

/** Annotation by which one object is synced otherwise than the rest of its Application. */
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** The options that an Application syncs with. */
export function optionsOf(application: unknown): string[] {
  return textsAt(application, 'spec.syncPolicy.syncOptions').map((option) => option.trim());
}

/** The options of one object. */
export function ownOptionsOf(manifest: unknown): string[] {
  return (
    annotationOf(manifest, SYNC_OPTIONS)
      ?.split(',')
      .map((option) => option.trim()) ?? []
  );
}

/** An annotation of an object; undefined where it has none, or one that is no text. */
export function annotationOf(manifest: unknown, key: string): string | undefined {
  const annotations = valueAt(manifest, 'metadata.annotations');
  const value = isMapping(annotations) ? ownValue(annotations, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The namespace that an Application delivers to; empty where it names none. */
export function destinationNamespaceOf(application: unknown): string {
  return textAt(application, 'spec.destination.namespace') ?? '';
}
