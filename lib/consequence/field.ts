import { entriesAt, textAt } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';

/** The value of an annotation, a name with dots that `valueAt` cannot take. */
export function annotation(manifest: Manifest, name: string): string | undefined {
  const value = entriesAt(manifest, 'metadata.annotations').find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** What an object itself tells Argo CD about how to sync it. */
export function syncOptionsOf(manifest: Manifest): string[] {
  return (annotation(manifest, 'argocd.argoproj.io/sync-options') ?? '').split(',').map((text) => text.trim());
}

export function hasSyncOption(manifest: Manifest, option: string): boolean {
  return syncOptionsOf(manifest).includes(option);
}

/** Field changes by a prefix of their path: the field itself and everything below it. */
export function below(path: string): (change: { readonly field: string }) => boolean {
  return ({ field }) =>
    field.startsWith(path) && (field.length === path.length || field[path.length] === '.' || field[path.length] === '[');
}

/** `Group platform`, `ServiceAccount monitoring/prometheus`. */
export function nameOfSubject(subject: unknown): string {
  const namespace = textAt(subject, 'namespace');
  const name = textAt(subject, 'name') ?? '(without name)';
  return `${textAt(subject, 'kind') ?? 'somebody'} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Whether a field may say which pods run and how many: keys of secrets and the schemas of custom resources are only called alike. */
export function saysWhatRuns(field: string, manifest: Manifest): boolean {
  return field.startsWith('spec.') && manifest.kind !== 'SealedSecret' && manifest.kind !== 'CustomResourceDefinition';
}
