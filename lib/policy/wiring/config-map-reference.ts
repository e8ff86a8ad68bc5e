import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { PodView } from '../pod-view';

/** Where a pod reads a ConfigMap. */
export interface ConfigMapReference {
  /** Path in the object. */
  readonly field: string;
  readonly name: string;
  /** The keys that it needs; empty if it takes whatever is there. */
  readonly keys: readonly string[];
}

/** Every ConfigMap that a pod cannot start without. */
export function configMapReferences(pod: PodView): ConfigMapReference[] {
  return [...inContainers(pod), ...inVolumes(pod)];
}

function inContainers({ containers }: PodView): ConfigMapReference[] {
  return containers.flatMap(({ path, container }) => [
    ...listAt(container, 'env').flatMap((variable, index) => {
      const source = valueAt(variable, 'valueFrom.configMapKeyRef');
      return reference(`${path}.env[${index}].valueFrom.configMapKeyRef`, source, [textAt(source, 'key') ?? '']);
    }),
    ...listAt(container, 'envFrom').flatMap((from, index) =>
      reference(`${path}.envFrom[${index}].configMapRef`, valueAt(from, 'configMapRef'), []),
    ),
  ]);
}

function inVolumes({ path, spec, containers }: PodView): ConfigMapReference[] {
  return listAt(spec, 'volumes').flatMap((volume, index) => {
    const field = `${path}.volumes[${index}]`;
    const source = valueAt(volume, 'configMap');
    const projected = listAt(volume, 'projected.sources').flatMap((from, at) => {
      const part = valueAt(from, 'configMap');
      return reference(`${field}.projected.sources[${at}].configMap`, part, itemsOf(part));
    });
    const files = listAt(source, 'items').length > 0 ? [] : mountedFiles(containers, textAt(volume, 'name'));
    return [...reference(`${field}.configMap`, source, [...itemsOf(source), ...files]), ...projected];
  });
}

function itemsOf(source: unknown): string[] {
  return listAt(source, 'items').flatMap((item) => textAt(item, 'key') ?? []);
}

/** Files that are mounted one by one: in place of one that does not exist Kubernetes makes an empty folder. */
function mountedFiles(containers: PodView['containers'], volume: string | undefined): string[] {
  const mounts = containers.flatMap(({ container }) => listAt(container, 'volumeMounts'));
  return mounts.flatMap((mount) => (textAt(mount, 'name') === volume ? (textAt(mount, 'subPath') ?? []) : []));
}

function reference(field: string, source: unknown, keys: readonly string[]): ConfigMapReference[] {
  const name = textAt(source, 'name');
  return name === undefined || valueAt(source, 'optional') === true ? [] : [{ field, name, keys }];
}
