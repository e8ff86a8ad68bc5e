import { listAt, textAt } from '../manifest/fields';
import { valueAt } from '../manifest/manifest';

/** Containers of a pod's spec, those that run before the others first. */
export function containers(spec: unknown): readonly unknown[] {
  return [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')];
}

export function nameOf(item: unknown): string {
  return textAt(item, 'name') ?? '(without name)';
}

/** How pods come to see a ConfigMap or a Secret. */
export type Reading = 'as environment' | 'as mounted files' | 'as a mounted subPath' | 'to pull images';

/** How the pods of a spec read the ConfigMap or Secret of a name; empty if they do not. */
export function readings(spec: unknown, kind: 'ConfigMap' | 'Secret', name: string): Reading[] {
  const found = new Set<Reading>();
  const reference = kind === 'ConfigMap' ? 'configMap' : 'secret';
  for (const container of containers(spec)) {
    const isRead =
      listAt(container, 'env').some((variable) => textAt(variable, `valueFrom.${reference}KeyRef.name`) === name) ||
      listAt(container, 'envFrom').some((source) => textAt(source, `${reference}Ref.name`) === name);
    if (isRead) found.add('as environment');
  }
  const volumes = listAt(spec, 'volumes').filter((volume) => holds(volume, kind, name));
  const volumeNames = new Set(volumes.map(nameOf));
  const mounts = containers(spec)
    .flatMap((container) => listAt(container, 'volumeMounts'))
    .filter((mount) => volumeNames.has(nameOf(mount)));
  for (const mount of mounts) {
    const isPart = valueAt(mount, 'subPath') !== undefined || valueAt(mount, 'subPathExpr') !== undefined;
    found.add(isPart ? 'as a mounted subPath' : 'as mounted files');
  }
  if (kind === 'Secret' && listAt(spec, 'imagePullSecrets').some((secret) => nameOf(secret) === name)) found.add('to pull images');
  return [...found];
}

function holds(volume: unknown, kind: 'ConfigMap' | 'Secret', name: string): boolean {
  const of = (source: unknown, secretKey: string): boolean =>
    kind === 'ConfigMap' ? textAt(source, 'configMap.name') === name : textAt(source, `secret.${secretKey}`) === name;
  return of(volume, 'secretName') || listAt(volume, 'projected.sources').some((source) => of(source, 'name'));
}
