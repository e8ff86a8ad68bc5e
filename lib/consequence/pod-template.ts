import { type Manifest, valueAt } from '../manifest/manifest';
import { listAt, textAt, typeOf } from './field';

/** Where the pods of a kind are described. */
const TEMPLATES: Readonly<Record<string, string>> = {
  'apps/DaemonSet': 'spec.template',
  'apps/Deployment': 'spec.template',
  'apps/ReplicaSet': 'spec.template',
  'apps/StatefulSet': 'spec.template',
  'batch/CronJob': 'spec.jobTemplate.spec.template',
  'batch/Job': 'spec.template',
  '/Pod': '',
};

/** Kinds whose controller replaces running pods when their template changes. */
const ROLLING = new Set(['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet']);

export function rolls(manifest: Manifest): boolean {
  return ROLLING.has(typeOf(manifest));
}

/** Path of the pod template; undefined for kinds without pods. */
export function templatePath(manifest: Manifest): string | undefined {
  const type = typeOf(manifest);
  return Object.hasOwn(TEMPLATES, type) ? TEMPLATES[type] : undefined;
}

/** Path of the pod's spec; undefined for kinds without pods. */
export function podSpecPath(manifest: Manifest): string | undefined {
  const template = templatePath(manifest);
  return template === undefined ? undefined : template === '' ? 'spec' : `${template}.spec`;
}

export function podSpec(manifest: Manifest): unknown {
  const path = podSpecPath(manifest);
  return path === undefined ? undefined : valueAt(manifest, path);
}

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
