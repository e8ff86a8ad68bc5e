import { typeOf } from './identity';
import { type Manifest, valueAt } from './manifest';

/** Where the pods of a kind are described. */
const TEMPLATES: Readonly<Record<string, string>> = {
  'apps/DaemonSet': 'spec.template',
  'apps/Deployment': 'spec.template',
  'apps/ReplicaSet': 'spec.template',
  'apps/StatefulSet': 'spec.template',
  'batch/CronJob': 'spec.jobTemplate.spec.template',
  'batch/Job': 'spec.template',
  '/Pod': '',
  '/PodTemplate': 'template',
  '/ReplicationController': 'spec.template',
};

/** Group and kind of whatever describes pods. */
export const POD_TYPES: readonly string[] = Object.keys(TEMPLATES);

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
