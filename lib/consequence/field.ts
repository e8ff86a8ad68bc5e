import { groupOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';

/** `apps/Deployment`, `/Service`: what rules about a kind look it up by. */
export function typeOf({ apiVersion, kind }: Manifest): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

/** The list under a path; empty where there is none, since anybody may write into `dist`. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The texts in the list under a path. */
export function textsAt(value: unknown, path: string): string[] {
  return listAt(value, path).flatMap((item) => (typeof item === 'string' ? [item] : []));
}

/** The text under a path; undefined where there is none. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The entries of the mapping under a path. */
export function entriesAt(value: unknown, path: string): [string, unknown][] {
  const found = valueAt(value, path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}

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
