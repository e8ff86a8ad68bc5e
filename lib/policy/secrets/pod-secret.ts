import { listAt, textAt } from '../../manifest/fields';
import { isMapping, valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';

/** A name of a Secret, where it stands and what is read of it. */
export interface Read {
  readonly field: string;
  readonly name: string;
  /** @default all that there are */
  readonly keys?: readonly string[];
  /** Whether the reader does without. @default false */
  readonly optional?: boolean;
}

/** The Secrets that pods read: for variables, as files, for drivers of volumes, to pull images. */
export function* secretsOfPod({ path, spec, containers }: Pick<PodView, 'path' | 'spec' | 'containers'>): Iterable<Read> {
  for (const { path: at, container } of containers) {
    for (const [index, variable] of listAt(container, 'env').entries()) {
      yield* readAt(variable, 'valueFrom.secretKeyRef', `${at}.env[${index}]`, keyOf(variable));
    }
    for (const [index, source] of listAt(container, 'envFrom').entries()) yield* readAt(source, 'secretRef', `${at}.envFrom[${index}]`);
  }
  for (const [index, volume] of listAt(spec, 'volumes').entries()) yield* ofVolume(volume, `${path}.volumes[${index}]`);
  for (const [index, item] of listAt(spec, 'imagePullSecrets').entries()) {
    const name = textAt(item, 'name');
    if (name) yield { field: `${path}.imagePullSecrets[${index}].name`, name };
  }
}

function keyOf(variable: unknown): string[] {
  return [String(valueAt(variable, 'valueFrom.secretKeyRef.key'))];
}

/** The Secret that a mapping names, by `name` or as volumes do. */
function* readAt(parent: unknown, reference: string, path: string, keys?: readonly string[], named = 'name'): Iterable<Read> {
  const name = textAt(parent, `${reference}.${named}`);
  if (!name) return;
  const optional = valueAt(parent, `${reference}.optional`) === true;
  yield { field: `${path}.${reference}.${named}`, name, optional, ...(keys && { keys }) };
}

function* ofVolume(volume: unknown, path: string): Iterable<Read> {
  yield* readAt(volume, 'secret', path, itemsOf(volume), 'secretName');
  for (const [index, source] of listAt(volume, 'projected.sources').entries()) {
    yield* readAt(source, 'secret', `${path}.projected.sources[${index}]`, itemsOf(source));
  }
  yield* readAt(volume, 'azureFile', path, undefined, 'secretName');
  yield* readAt(volume, 'csi.nodePublishSecretRef', path);
  for (const kind of isMapping(volume) ? Object.keys(volume) : []) yield* readAt(volume, `${kind}.secretRef`, path);
}

/** The keys that become files; undefined where all do. */
function itemsOf(source: unknown): string[] | undefined {
  const items = listAt(source, 'secret.items');
  return items.length === 0 ? undefined : items.map((item) => String(valueAt(item, 'key')));
}
