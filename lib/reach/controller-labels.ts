import { textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { ValueSet } from './value-set';

/**
 * Labels that controllers put on the pods they make, over those of the template. Their values mostly come into being in the cluster.
 * Pods that are manifests themselves have all of their labels already.
 */
export function controllerLabels(manifest: Manifest): readonly (readonly [string, ValueSet])[] {
  switch (typeOf(manifest)) {
    case 'apps/Deployment':
      return present('pod-template-hash');
    case 'apps/StatefulSet':
      return present('controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index');
    case 'apps/DaemonSet':
      return present('controller-revision-hash', 'pod-template-generation');
    case 'batch/Job':
      return valueAt(manifest, 'spec.manualSelector') === true
        ? index(manifest, 'spec')
        : job(manifest, 'spec', textAt(manifest, 'metadata.name'));
    case 'batch/CronJob':
      return job(manifest, 'spec.jobTemplate.spec', undefined);
    default:
      return [];
  }
}

/** @param name of the Job, if it is known already */
function job(manifest: Manifest, spec: string, name: string | undefined): readonly (readonly [string, ValueSet])[] {
  const named = name === undefined ? ValueSet.present : ValueSet.oneOf([name]);
  return [
    ['job-name', named],
    ['batch.kubernetes.io/job-name', named],
    ...present('controller-uid', 'batch.kubernetes.io/controller-uid'),
    ...index(manifest, spec),
  ];
}

function index(manifest: Manifest, spec: string): readonly (readonly [string, ValueSet])[] {
  return valueAt(manifest, `${spec}.completionMode`) === 'Indexed' ? present('batch.kubernetes.io/job-completion-index') : [];
}

function present(...keys: readonly string[]): readonly (readonly [string, ValueSet])[] {
  return keys.map((key) => [key, ValueSet.present]);
}
